"""The KL divergence of one cloud, part by part."""
