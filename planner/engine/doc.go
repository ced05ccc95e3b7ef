// Package engine models what Velostream itself does with a text: what its SQL parser accepts, drops
// or takes for something else, how it cuts an application file, which annotations it reads, and
// which strategy its own selector would choose.
//
//	text ──► scan ──► tokens ──► parse: statement, select, expression ──► Verdict
//	  │        └──► comments ──► MetricErrors ──┘        └──► choose: strategy, keys
//	  ├──► Split: an application file, cut line by line ──► Application
//	  └──► Annotations: what a comment line sets, or why it sets nothing
//
// It is a model of behaviour, faults included, of the engine at its commit c61189e, so it shares
// nothing with velo-plan's own front end, which accepts far more. A rule of the grammar names the
// file of the engine that it models, below src/velostream/sql/parser unless it says otherwise.
package engine
