"""What authors run: stubs, proofs and skeletons."""
