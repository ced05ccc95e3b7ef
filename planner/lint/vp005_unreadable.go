package lint

import (
	"github.com/velo-plan/velo-plan/planner/diag"
)

var vp005 = Rule{
	Name: "unreadable", Severity: diag.Error,
	Doc: Doc{
		Finds: "a file that cannot be read, is not text, or is too large",
		Why: "The file cannot be opened, is not UTF-8 text, is larger than 64 MiB, or a folder or pattern stands for no " +
			"file at all. Nothing in it was looked at, so silence about it would say too much. The exit code is 2, whatever " +
			"--fail-on says.",
		Since: "0.1.0",
	},
	Check: checkUnreadable,
}

func checkUnreadable(p *Pass) {
	if p.Text == nil && p.Problem != nil {
		f := p.Report(diag.Span{}, p.Problem.Message, p.Problem.Help)
		f.File = p.Problem.Name()
	}
}
