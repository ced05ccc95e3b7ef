package render

import (
	"fmt"
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner"
)

// chosenBy tells who named a plan's strategy.
func chosenBy(p *planner.Plan) string {
	switch p.ChosenBy {
	case "flag":
		return "named by --strategy"
	case "annotation":
		return "named by @partitioning_strategy"
	case "with":
		return "named in WITH"
	case "environment":
		return "named by VELO_PLAN_STRATEGY"
	case "config":
		return "set in the configuration file"
	default:
		return "chosen by the decision tree"
	}
}

// partitionsBy tells who stated a plan's partition count.
func partitionsBy(p *planner.Plan) string {
	switch p.PartitionsBy {
	case "flag":
		return "by --partitions"
	case "annotation":
		return "by @num_partitions"
	case "job_mode":
		return "because @job_mode makes it one task"
	case "environment":
		return "by VELO_PLAN_PARTITIONS"
	case "config":
		return "by the configuration file"
	default:
		return "the default: set @num_partitions or --partitions"
	}
}

// names lists names in a sentence.
func names(list []string) string { return strings.Join(list, ", ") }

// tuple is names as one value: "symbol", "(symbol, venue)".
func tuple(list []string) string {
	if len(list) == 1 {
		return list[0]
	}
	return "(" + names(list) + ")"
}

// on is a strategy or an exchange with its keys: "always_hash on symbol".
func on(how string, keys []string) string {
	if len(keys) == 0 {
		return how
	}
	return how + " on " + names(keys)
}

// routeOf tells where an exchange or a route brings records.
func routeOf(route string, keys []string) string {
	switch route {
	case "single":
		return "all to one partition"
	case "keep":
		return "kept in its source partitions"
	case "copy":
		return "copied to every partition"
	case "any":
		return "to any partition"
	default: // hash
		return on(route, keys)
	}
}

// exchangeOf tells whether the records of a source leave the partition that they are read from.
func exchangeOf(in planner.Input) string {
	switch {
	case in.Route == "copy":
		return "loaded, not routed"
	case in.Exchange:
		return "an exchange"
	default:
		return "no exchange"
	}
}

// sourceOf is a source with its alias: "trades t".
func sourceOf(in planner.Input) string {
	if in.Alias == "" || in.Alias == in.Source {
		return in.Source
	}
	return in.Source + " " + in.Alias
}

// knownOf tells what is declared of a source's topic, or returns "" if nothing is.
func knownOf(in planner.Input) string {
	var known []string
	if len(in.Key) > 0 {
		known = append(known, "keyed by "+names(in.Key))
	}
	if in.SourcePartitions > 0 {
		count := Plural(in.SourcePartitions, "source partition")
		if by := in.SourcePartitionsBy; by != "" && !strings.HasPrefix(by, "@") { // an annotation stands in the job itself
			count += " by " + by
		}
		known = append(known, count)
	}
	return strings.Join(known, ", ")
}

// needOf tells what a requirement asks for.
func needOf(r planner.Requirement) string {
	var need string
	switch r.Dist.Dist {
	case "single":
		need = "all records must meet"
	case "any":
		need = "no records have to meet"
	case "source":
		need = "source partitions stay whole"
	default:
		need = "records with equal " + tuple(shownKeys(r.Keys)) + " must meet"
	}
	if r.Soft {
		return need + " (soft: it decides only where nothing else does)"
	}
	return need
}

// shownKeys are keys in words: the pseudo-column @partition is the source partition.
func shownKeys(keys []string) []string {
	shown := slices.Clone(keys)
	for i, key := range shown {
		if key == "@partition" {
			shown[i] = "source partition"
		}
	}
	return shown
}

// reasonOf is the text of a requirement's operator: its own words, or what it is.
func reasonOf(r planner.Requirement) string {
	if r.Because.Text != "" {
		return r.Because.Text
	}
	return r.Operator
}

// place is "line:column".
func place(line, column int) string { return fmt.Sprintf("%d:%d", line, column) }

// Plural is a count with its noun.
func Plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// titleOf names a plan: its job, or its kind of statement if it has no name.
func titleOf(p *planner.Plan) string {
	if p.Job != "" {
		return p.Job
	}
	return kindOf(p)
}

// kindOf is a plan's kind of statement in words.
func kindOf(p *planner.Plan) string { return strings.ReplaceAll(p.Kind, "_", " ") }

// Because returns the reason that the plan gives for the verdict on its own strategy.
func Because(p *planner.Plan) string {
	for _, a := range p.Alternatives {
		if a.Strategy == p.Strategy {
			return a.Because
		}
	}
	return ""
}

// isError reports whether a remark is an error: those stand above everything else about a plan.
func isError(a planner.Advice) bool { return a.Kind == "error" }

// asTheErrorSays stands for a reason that an error tells.
const asTheErrorSays = "as the error says"

// saidByError reports whether an error about a plan says a text too. The errors stand above everything else.
func saidByError(p *planner.Plan, text string) bool {
	return slices.ContainsFunc(p.Advice, func(a planner.Advice) bool { return isError(a) && text != "" && strings.Contains(a.Text, text) })
}

// remarksOf are the remarks about a plan that are not errors.
func remarksOf(p *planner.Plan) []planner.Advice {
	return slices.DeleteFunc(slices.Clone(p.Advice), isError)
}

// unroutedText says why a statement moves no records.
func unroutedText(u planner.Unrouted) string {
	return strings.TrimSpace(strings.ReplaceAll(u.Kind, "_", " ")+" "+u.Name) + ": " + u.Because
}

// movesOf tells which part of a job's records leaves the partition that it is read from; "-" if it reads none.
func movesOf(p *planner.Plan) string {
	routed, moving := 0, 0
	for _, in := range p.Inputs {
		if in.Route != "copy" {
			routed++
			if in.Exchange {
				moving++
			}
		}
	}
	switch share := percent(planner.MovedShare(p.Partitions)); {
	case routed == 0:
		return "-"
	case moving == 0:
		return "none"
	case moving < routed:
		return "up to " + share
	default:
		return share
	}
}
