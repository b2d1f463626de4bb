"""From lesson texts to notebooks: what authors use; nothing here is needed to learn or to grade."""
