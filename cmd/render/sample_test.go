package render_test

import (
	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
)

// question is one step of a trace.
func question(node, ask string, yes bool, because string, line, column int) planner.Step {
	return planner.Step{Node: node, Question: ask, Yes: yes, Because: because, Line: line, Column: column}
}

// verdicts is the list of alternatives in the order of the strategies.
func verdicts(hash, smart, robin, sticky, fan [2]string) []planner.Alternative {
	return []planner.Alternative{
		{Strategy: "always_hash", Verdict: hash[0], Because: hash[1]},
		{Strategy: "smart_repartition", Verdict: smart[0], Because: smart[1]},
		{Strategy: "round_robin", Verdict: robin[0], Because: robin[1]},
		{Strategy: "sticky_partition", Verdict: sticky[0], Because: sticky[1]},
		{Strategy: "fan_in", Verdict: fan[0], Because: fan[1]},
	}
}

func by(keys ...string) planner.Dist { return planner.Dist{Dist: "by", Keys: keys} }

// grouped is a plan as most are: a GROUP BY on something else than the topic's key.
func grouped() *planner.Plan {
	return &planner.Plan{
		File: "jobs/price_stats.sql", Line: 8, Job: "price_stats", Kind: "create_stream",
		Strategy: "always_hash", Verdict: "proven", ChosenBy: "automatic", WouldChoose: "always_hash",
		Keys: []string{"symbol"}, Partitions: 8, PartitionsBy: "annotation", Hash: "xxhash64",
		Required: []planner.Requirement{{Dist: by("symbol"), Operator: "GROUP BY",
			Because: planner.Because{Text: "GROUP BY symbol", Line: 18, Column: 1}}},
		Delivered: by("symbol"),
		Proof:     []string{"records with equal symbol have equal hashes, so they meet"},
		Facts: []planner.Fact{{From: []string{"trader_id"}, To: "@partition", Because: "topic trades is keyed by trader_id",
			Declared: true, Line: 5, Column: 1}},
		Trace: []planner.Step{
			question("explicit", "Is a strategy named?", false, "No flag, annotation, WITH property, variable or configuration file names one.", 0, 0),
			question("all-meet", "Must all records meet?", false, "No operator needs all records in one partition.", 0, 0),
			question("aligned", "Must groups meet, and is it proven that the source brings them together?", false,
				"trades is keyed by trader_id, and trades in one symbol come from many traders.", 5, 1),
			question("routable", "Must groups meet, and is there a key that serves all and can be routed?", true, "symbol serves GROUP BY symbol.", 18, 10),
		},
		Alternatives: verdicts(
			[2]string{"chosen", "records with equal symbol meet"},
			[2]string{"correct", "the source is not aligned, so it hashes symbol as always_hash does"},
			[2]string{"wrong", "the records of one symbol would be dealt out to all 8 partitions"},
			[2]string{"wrong", "the source partition depends on trader_id: one symbol is in many of them"},
			[2]string{"correct", "all records meet in one partition, which carries everything"}),
		Inputs: []planner.Input{{Source: "trades", Kind: "stream", Route: "hash", Keys: []string{"symbol"}, Strategy: "always_hash",
			Exchange: true, Staged: planner.Staged{Stage: 1, Route: "hash", Keys: []string{"symbol"}}, Key: []string{"trader_id"}, SourcePartitions: 12}},
		Stages: []planner.Stage{{ID: 1, Operator: "GROUP BY symbol", Required: by("symbol"), Inputs: []string{"trades"},
			Exchange: "hash", Keys: []string{"symbol"}}},
		Sink:   &planner.Sink{Name: "price_stats", Key: []string{"symbol"}, KeyFrom: "windowed GROUP BY"},
		Advice: []planner.Advice{},
	}
}

// refuted is a plan whose annotation names a strategy that splits its groups.
func refuted() *planner.Plan {
	p := grouped()
	p.File, p.Line, p.Job = "jobs/click_counts.sql", 3, "click_counts"
	p.Strategy, p.Verdict, p.ChosenBy, p.Keys = "round_robin", "refuted", "annotation", []string{}
	p.Delivered, p.Proof, p.PartitionsBy = planner.Dist{Dist: "any", Keys: []string{}}, []string{}, "default"
	p.Trace[0] = question("explicit", "Is a strategy named?", true, "@partitioning_strategy names round_robin.", 1, 4)
	p.Alternatives[0].Verdict, p.Alternatives[2].Verdict = "correct", "wrong"
	p.Inputs[0].Route, p.Inputs[0].Keys, p.Inputs[0].Key, p.Inputs[0].SourcePartitions = "any", []string{}, nil, 0
	p.Inputs[0].Key = []string{}
	p.Sink = nil
	p.Advice = nil
	p.Advise(diag.Diagnostic{ID: "splits-groups", Source: diag.NewSource(p.File, "-- @partitioning_strategy: roundrobin\n"), Span: diag.Span{Start: 3, End: 37},
		Message: "round_robin deals the records of one symbol out to 8 partitions, so each counts a part of the group", Help: "write @partitioning_strategy: hash"})
	return p
}

// staged is a plan that needs one partition as written and several exchanges otherwise.
func staged() *planner.Plan {
	p := grouped()
	p.File, p.Line, p.Job, p.Kind = "jobs/desk.sql", 40, "trading_desk", "start_job"
	p.Strategy, p.WouldChoose, p.Keys, p.Delivered = "fan_in", "fan_in", []string{}, planner.Dist{Dist: "single", Keys: []string{}}
	p.Required = append(p.Required, planner.Requirement{Dist: by("trader_id"), Operator: "OVER",
		Because: planner.Because{Text: "OVER (PARTITION BY trader_id)", Line: 52, Column: 9}},
		planner.Requirement{Dist: by("symbol", "@partition"), Soft: true, Operator: "keyed sink", Because: planner.Because{Text: "PRIMARY KEY symbol"}})
	p.Inputs = []planner.Input{
		{Source: "trades", Alias: "t", Kind: "stream", Route: "single", Keys: []string{}, Strategy: "fan_in", Exchange: true,
			Staged: planner.Staged{Stage: 1, Route: "hash", Keys: []string{"symbol"}}, Key: []string{"trader_id"}, SourcePartitions: 12},
		{Source: "traders", Alias: "traders", Kind: "table", Route: "copy", Keys: []string{}, Strategy: "fan_in",
			Staged: planner.Staged{Stage: 2, Route: "copy", Keys: []string{}}, Key: []string{}},
	}
	p.Stages = append(p.Stages, planner.Stage{ID: 2, Operator: "OVER (PARTITION BY trader_id)", Required: by("trader_id"),
		Inputs: []string{"stage 1", "traders"}, Exchange: "hash", Keys: []string{"trader_id"}})
	p.Advice = []planner.Advice{
		{ID: "two-stages", Kind: "warning", Line: 48, Column: 3, Text: "No key serves GROUP BY symbol and OVER (PARTITION BY trader_id) at once. As two jobs neither needs a single partition.",
			Statements: []string{"CREATE STREAM desk_1 AS\n    SELECT symbol FROM trades GROUP BY symbol;", "CREATE STREAM desk_2 AS SELECT * FROM desk_1;"}},
		{ID: "declare", Kind: "advice", Text: "Declare the key of traders in the catalog."},
	}
	return p
}

// hostile is a plan whose names would move the cursor, break a table or write from right to left.
func hostile() *planner.Plan {
	p := grouped()
	evil := "a\x1b[2J|b\r\n\u202egnp.exe\x00\xff`<script>"
	p.File, p.Job, p.Keys = evil, evil, []string{evil, "価格の移動平均"}
	p.Inputs[0].Source, p.Inputs[0].Keys = evil, []string{evil}
	p.Required[0].Keys, p.Required[0].Because.Text = []string{evil}, "GROUP BY "+evil
	p.Sink.Name = evil
	p.Trace[3].Because = evil
	p.Alternatives[0].Because = evil + " 価格の移動平均を銘柄ごとに計算するためのとても長い列名がここにあります"
	p.Proof = []string{evil}
	p.Advice = []planner.Advice{{ID: "x", Kind: "advice", Text: evil, Statements: []string{"SELECT " + evil + ";"}}}
	return p
}

// sample is a result with all of them.
func sample() *planner.Result {
	return &planner.Result{
		FormatVersion: planner.FormatVersion,
		Plans:         []*planner.Plan{grouped(), refuted(), staged()},
		Unrouted: []planner.Unrouted{
			{File: "jobs/desk.sql", Line: 1, Kind: "declare_stream", Name: "quotes", Because: "it declares a stream"},
			{File: "jobs/desk.sql", Line: 9, Kind: "other", Because: "SHOW reads nothing"},
		},
		Diagnostics: []planner.Diagnostic{{Code: "VP001", Severity: "error", File: "jobs/bad.sql", Line: 1, Column: 1, EndLine: 1, EndColumn: 2, Message: "m"}},
	}
}
