package cmd

import (
	"fmt"
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/cmd/config"
	"github.com/velo-plan/velo-plan/cmd/render"
	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/catalog"
	"github.com/velo-plan/velo-plan/planner/catalog/mapping"
	"github.com/velo-plan/velo-plan/planner/deploy"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/pipeline"
	"github.com/velo-plan/velo-plan/replay"
	"github.com/velo-plan/velo-plan/replay/reading"
	"github.com/velo-plan/velo-plan/replay/report"
	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/hash"
)

// route is how replay routes, with the remarks that its report starts with.
type route struct {
	config replay.Config
	of     *planner.Route // of a plan, from which the rest was made; nil if there is none
	notes  []render.Note
	// twoPhase is the plan's advice for a group that has too many records; "" if it has none.
	twoPhase string
	mending  report.RemedyOptions // what may be done about skew
	// statements writes those of remedies for the job; nil if there is no job.
	statements func([]planner.Remedy) [][]string
}

// route decides how to route: by the plan of --query, by --strategy and --key, or as a bare
// SELECT *. It returns nil without an error where the query does not parse; that is printed then.
func (p *program) route(f *replayFlags, cfg *config.Config) (*route, error) {
	if f.query != "" {
		return p.queryRoute(f, cfg)
	}
	p.printUnread(&f.flags, cfg, nil)
	plan := barePlan(cfg)
	if name := cfg.Flags.Strategy; name != "" {
		return namedRoute(f, cfg, plan)
	}
	r, err := planRoute(plan, "", "SELECT *", render.Note{Kind: "advice", Text: "No query is given, so this is the plan of a bare SELECT *. " +
		"Give the job with --query job.sql, or a route with --strategy always_hash --key a,b."})
	if err == nil {
		err = r.declare(cfg, f.source)
	}
	if err == nil && f.compare {
		r.compareByKeys()
	}
	return r, err
}

// barePlan plans a SELECT *, for which no strategy is set.
func barePlan(cfg *config.Config) *planner.Plan {
	bare := cfg.Planner()
	bare.Strategy, bare.NoAutoSelect, bare.Job = planner.Named[string]{}, false, ""
	return pipeline.Plan([]*diag.Source{diag.NewSource(inlineName, "SELECT * FROM records")}, bare).Plans[0]
}

// queryRoute routes as the plan of the query says.
func (p *program) queryRoute(f *replayFlags, cfg *config.Config) (*route, error) {
	sources, problems := readSources([]string{f.query}, p.in)
	result, err := judgedPlans(sources, cfg)
	if err != nil {
		return nil, err
	}
	if err := checkJob(result, sources, cfg); err != nil && len(problems) == 0 {
		return nil, err
	}
	addProblems(result, problems)
	p.code = codeOf(result, problems)
	p.printUnread(&f.flags, cfg, result.Unread)
	p.printDiagnostics(&f.flags, cfg, result.Findings)
	switch len(result.Plans) {
	case 1:
		r, err := planRoute(result.Plans[0], f.source, f.query, render.ErrorNotes(result.Findings)...)
		if err == nil {
			r.statements = func(list []planner.Remedy) [][]string {
				asking := cfg.Planner()
				asking.Remedies = list
				return pipeline.Plan(sources, asking).Plans[0].Remedies
			}
		}
		if err == nil && f.compare {
			err = r.compareWith(f.source, func(strategy string) *planner.Plan {
				other := cfg.Planner()
				other.Strategy = planner.Named[string]{Flag: strategy}
				return pipeline.Plan(sources, other).Plans[0]
			})
		}
		return r, err
	case 0:
		if p.code != exitFine {
			return nil, nil
		}
		return nil, fmt.Errorf("--query %s has no job that moves records", f.query)
	}
	_, err = onePlan(result, "--query "+f.query)
	return nil, err
}

// planRoute turns a plan into the configuration of a replay; source names the stream that the
// records are of, "" for the one that the plan's route is about.
func planRoute(plan *planner.Plan, source, from string, notes ...render.Note) (*route, error) {
	of, err := routeOf(plan, source)
	if err != nil {
		return nil, err
	}
	strategy, _ := strategies.Lookup(of.Strategy)
	if len(of.Keys) == 0 && strategy.TakesKeys && !of.Aligned {
		return nil, fmt.Errorf("%s cannot route this query: %s; without it the plan is %s", strategy.Name, render.Because(plan), plan.WouldChoose)
	}
	r := &route{of: of, config: replay.Config{Strategy: strategy, Keys: of.Keys, KeyNames: of.Names, Partitions: plan.Partitions, From: from}}
	r.config.Hash, _ = hash.Lookup(plan.Hash)
	r.config.Groups, r.config.GroupNames, r.config.Unchecked = of.Groups, of.GroupNames, of.Unchecked
	r.config.Filter, r.config.SourceKey, r.config.SourceKeyNames = of.Filter, of.SourceKey, of.SourceKeyNames
	r.config.Aligned, r.config.Texts, r.config.Time = of.Aligned, of.Texts, planTime(of.Time)
	if err := reading.CheckTimeFormat(of.Time.Format); err != nil {
		r.config.Time.Format = ""
		notes = append(notes, render.Note{Kind: "advice", Text: "The times are read without the job's format: " + err.Error() + "."})
	}
	r.config.NullsApart = joinsOnly(plan)
	if plan.Verdict == "unproven" {
		notes = append(notes, render.Note{Kind: "warning", Text: "The plan calls " + plan.Strategy + " unproven for this query: " + render.Because(plan)})
	}
	if e := plan.Engine; e != nil && e.Verdict != deploy.Same && !slices.ContainsFunc(plan.Findings, isError) { // an error says it
		kind := "warning"
		if e.Verdict == deploy.Correct {
			kind = "advice"
		}
		notes = append(notes, render.Note{Kind: kind, Text: render.EngineRuns(e)})
	}
	if moving := movingInputs(plan); source == "" && len(moving) > 1 {
		notes = append(notes, render.Note{Kind: "advice", Text: "The job reads " + strings.Join(moving, ", ") +
			". The records are taken as those of " + of.Source + "; --source names another."})
	}
	r.notes, r.twoPhase = notes, plan.TwoPhase
	r.config.Keeps, r.config.Panes = keeps(plan.State, of.Time)
	r.mending = report.RemedyOptions{Fixed: plan.Indivisible}
	if of.Finer {
		r.mending.Finer = of.GroupNames
	}
	return r, nil
}

// joinsOnly reports whether all that must meet does so in joins, in which NULL meets nothing.
func joinsOnly(plan *planner.Plan) bool {
	found := false
	for _, r := range plan.Required {
		if r.Soft {
			continue
		}
		if r.Operator != "JOIN" {
			return false
		}
		found = true
	}
	return found
}

// movingInputs names the distinct sources of a plan whose records are routed.
func movingInputs(plan *planner.Plan) []string {
	var names []string
	for _, in := range plan.Inputs {
		if in.Route != "copy" && !slices.Contains(names, in.Source) {
			names = append(names, in.Source)
		}
	}
	return names
}

// routeOf returns the plan's route for the records of a source; without a name, for the first one
// that is routed by a key, or else for the first one.
func routeOf(plan *planner.Plan, source string) (*planner.Route, error) {
	var first *planner.Route
	for i := range plan.Routes {
		r := &plan.Routes[i]
		switch {
		case r.Copied:
		case source != "" && (r.Source == source || r.Alias == source):
			return r, nil
		case first == nil || (len(first.Keys) == 0 && len(r.Keys) > 0):
			first = r
		}
	}
	if source != "" {
		return nil, fmt.Errorf("--source %q: the job does not route such a stream; %s", source, mapping.Expected(source, movingInputs(plan)))
	}
	if first == nil {
		first = &planner.Route{Strategy: plan.Strategy}
	}
	return first, nil
}

// namedRoute routes by --strategy and --key.
func namedRoute(f *replayFlags, cfg *config.Config, plan *planner.Plan) (*route, error) {
	strategy, _ := strategies.Lookup(cfg.Flags.Strategy)
	names := splitKeys(f.key)
	keys, err := parseKeys(names)
	switch {
	case err != nil:
		return nil, fmt.Errorf("--key %q: %w", f.key, err)
	case len(keys) == 0 && strategy.TakesKeys:
		return nil, fmt.Errorf("--strategy %s needs a key: name its fields with --key a,b, or the job with --query", strategy.Name)
	case len(keys) > 0 && !strategy.TakesKeys && !f.compare:
		return nil, fmt.Errorf("--strategy %s looks at no key: leave --key out, take always_hash, or add --compare", strategy.Name)
	}
	r := &route{config: replay.Config{Strategy: strategy, Keys: keys, KeyNames: names, Partitions: plan.Partitions, From: "--strategy"}}
	r.config.Hash, _ = hash.Lookup(plan.Hash)
	if err := r.declare(cfg, f.source); err != nil {
		return nil, err
	}
	r.config.Aligned = keepsTogether(r.config.SourceKeyNames, names)
	if f.compare {
		r.compareByKeys()
	}
	return r, nil
}

// keepsTogether reports whether the partitions of a source bring together the records that agree on the
// names: it has a key, and the key is among them.
func keepsTogether(sourceKey, names []string) bool {
	return len(sourceKey) > 0 && !slices.ContainsFunc(sourceKey, func(k string) bool { return !slices.Contains(names, k) })
}

// declare takes what the flags and the catalog say of the key of a stream into a route that no query
// has made; without a name, of the only stream of which they say something.
func (r *route) declare(cfg *config.Config, source string) error {
	for _, c := range []*catalog.Catalog{cfg.Streams, cfg.Catalog} {
		s, _ := c.Lookup(source)
		if source == "" {
			s = c.Only()
		}
		if s == nil || len(s.Key) == 0 {
			continue
		}
		keys, err := parseKeys(s.Key)
		if err != nil {
			return fmt.Errorf("the key of %s: %w", s.Name, err)
		}
		r.config.SourceKey, r.config.SourceKeyNames = keys, s.Key
		return nil
	}
	return nil
}

func isError(d diag.Diagnostic) bool { return d.Severity == diag.Error }
