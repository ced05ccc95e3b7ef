package planner

import "strings"

// pair returns for each new plan the old one of the same job, or nil if there is none, and the old plans that are
// left over. Among jobs of the same name, those in the same file are paired first.
func pair(from, to []*Plan) (old []*Plan, gone []*Plan) {
	old = make([]*Plan, len(to))
	paired := map[*Plan]bool{}
	for _, key := range []func(*Plan) string{
		func(p *Plan) string { return identity(p) + "\x00" + p.File },
		identity,
	} {
		open := map[string][]*Plan{}
		for _, p := range from {
			if !paired[p] {
				open[key(p)] = append(open[key(p)], p)
			}
		}
		for i, p := range to {
			if list := open[key(p)]; old[i] == nil && len(list) > 0 {
				old[i], paired[list[0]] = list[0], true
				open[key(p)] = list[1:]
			}
		}
	}
	for _, p := range from {
		if !paired[p] {
			gone = append(gone, p)
		}
	}
	return old, gone
}

// Unnamed is how the job name of a statement without a name begins; the line number that follows changes with the
// text above the statement.
const Unnamed = "statement at line "

// identity returns what stays the same about a job from one version of a text to the next.
func identity(p *Plan) string {
	if strings.HasPrefix(p.Job, Unnamed) {
		return Unnamed
	}
	return p.Job
}
