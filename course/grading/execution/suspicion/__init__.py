"""Whether a result was faked: probes that must fail, and texts that could make a probe lie."""
