package render

import (
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/velo-plan/velo-plan/planner/diag"
)

// LintDiff prints how texts differ from others of the same names as a unified diff, which patch -p1 and git apply
// take; "" if they are equal. It is byte for byte right, unless it is for a terminal or coloured.
func LintDiff(before, after []*diag.Source, o Options) string {
	var b strings.Builder
	for i, src := range before {
		old, changed := diffName("a/", src.Name), diffName("b/", src.Name)
		text := string(diff.Diff(old, []byte(src.Text), changed, []byte(after[i].Text)))
		_, text, _ = strings.Cut(text, "\n") // a line with both names, which is not part of the format
		b.WriteString(text)
	}
	if o.Width == 0 && !o.Color {
		return b.String()
	}
	text := b.String()
	b.Reset()
	for line := range strings.Lines(text) {
		b.WriteString(o.paint(diffInk(line), expand(strings.TrimRight(line, "\r\n"))) + "\n")
	}
	return b.String()
}

// diffName is the name of a text in the heading of a diff. A name with blanks ends with a tab, as those that read a
// diff expect.
func diffName(side, name string) string {
	name = side + strings.TrimPrefix(Clean(name), "/")
	if strings.Contains(name, " ") {
		name += "\t"
	}
	return name
}

// diffInk colours a line of a diff.
func diffInk(line string) ink {
	switch {
	case strings.HasPrefix(line, "--- a/"), strings.HasPrefix(line, "+++ b/"):
		return bold
	case strings.HasPrefix(line, "@@"):
		return cyan
	case strings.HasPrefix(line, "+"):
		return green
	case strings.HasPrefix(line, "-"):
		return red
	}
	return plain
}
