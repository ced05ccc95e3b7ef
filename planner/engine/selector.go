package engine

// choose is the engine's own choice of a strategy where nothing names one (server/v2/partitioner_selector.rs). It
// looks only at a bare SELECT: whatever is created, started or written by INTO is sticky.
func choose(q query) (strategy string, keys []string) {
	switch {
	case !q.bare || !q.window && !q.group:
		return "sticky_partition", []string{"record.partition"}
	case len(q.keys) == 0:
		return "always_hash", []string{"any_key"}
	default:
		return "always_hash", q.keys
	}
}
