// Package engine models what Velostream itself does with a text: what its SQL parser accepts, drops or
// misreads, how it splits an application file, which annotations it reads, and which strategy its own
// selector would choose.
//
//	text ──► scan ──► tokens ──► parse: statement, select, expression ──► Verdict
//	  │        └──► comments ──► metricErrors ──┘        └──► choose: strategy, keys
//	  ├──► Split: an application file, divided line by line ──► Application
//	  └──► Annotations: what a comment line sets, or why it sets nothing
//
// It is a model of behaviour, faults included, of the engine at its commit c61189e. So it shares nothing
// with velo-plan's own front end, which accepts far more. A rule of the grammar names the engine's file that
// it models, below src/velostream/sql/parser unless it says otherwise.
package engine
