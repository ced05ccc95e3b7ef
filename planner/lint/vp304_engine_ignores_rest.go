package lint

import (
	"slices"
	"sort"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/engine"
)

var vp304 = Rule{
	Name: "engine-ignores-rest", Severity: diag.Error,
	Doc: Doc{
		Finds: "text that the engine drops without a word",
		Why: "The engine's parser stops where it cannot continue and never checks whether the text is used up: the rest of the " +
			"statement is dropped without a word. A filter, a sink or half of a UNION is gone, and the job starts. It splits an " +
			"application file at every line that ends in a semicolon, even in a comment, and of two statements on " +
			"one line it reads the first.",
		Bad: `-- @name: german_clicks
SELECT x.user_id, x.page
FROM clicks AS x
WHERE x.country = 'DE';
`,
		Good: `-- @name: german_clicks
SELECT x.user_id, x.page
FROM clicks x
WHERE x.country = 'DE';
`,
		Since: "0.1.0",
	},
	Check: checkEngineIgnores,
}

func checkEngineIgnores(p *Pass) {
	if p.Statement == nil {
		return
	}
	if v := p.Engine(); v.Accepted && !v.Whole {
		p.Report(v.Ignored, v.Message, takes(v.Form)).Fix = v.Fix
	}
	p.checkCuts()
}

// checkCuts compares the statement with the pieces into which the engine divides its file.
func (p *Pass) checkCuts() {
	app := p.file.application()
	if app.Name == "" || slices.ContainsFunc(p.Faults, func(f diag.Diagnostic) bool { return f.Code() == vp001.Code() }) {
		return // the engine takes the text as one statement, or a missing semicolon is reported
	}
	at, from := p.Statement.Span(), p.annotated()
	first := sort.Search(len(app.Pieces), func(i int) bool { return app.Pieces[i].Span.End >= from })
	for _, piece := range app.Pieces[first:] {
		if piece.Span.Start > at.End {
			break
		}
		if piece.EndSpan.Start > from && piece.EndSpan.Start < at.End {
			p.reportCut(piece)
		}
		if p.before != nil && piece.Span.Start <= p.before.Statement.Span().Start && at.Start < piece.Span.End {
			p.Report(p.head(), "the engine reads one statement up to the end of a line, and this one begins in the line of another: it is dropped without a word",
				"begin it on a line of its own")
		}
	}
}

// annotated is where the statement begins, including the annotations that the engine reads for it.
func (p *Pass) annotated() int {
	for _, a := range p.Statement.Annotations {
		if a.Header && a.Name == "Name" || !a.Header && engine.OfStatement(a.Name) {
			return min(a.Span().Start, p.Statement.Span().Start)
		}
	}
	return p.Statement.Span().Start
}

// reportCut reports a semicolon that, for the engine alone, ends the statement or separates it from its
// annotations.
func (p *Pass) reportCut(piece engine.Piece) {
	if piece.End != engine.AtComment && piece.End != engine.AtText {
		return
	}
	where, lost := "a comment", "the rest of the statement is read as another one"
	if piece.End == engine.AtText {
		where = "a quoted text"
	}
	if piece.EndSpan.Start < p.Statement.Span().Start {
		lost = "the annotations above are not part of the statement below, and have no effect"
	}
	p.Report(piece.EndSpan, "the engine ends a statement here, because the line ends in a semicolon, although that is in "+where+": "+lost, "remove the semicolon")
}
