package render

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/velo-plan/velo-plan/planner"
)

// ExplainMermaid draws plans as a Mermaid flowchart; with tree it also draws the decision tree of each.
func ExplainMermaid(r *planner.Result, tree bool) string { return drawPlans(r, tree).mermaid() }

// GraphMermaid draws a graph of jobs and topics as a Mermaid flowchart.
func GraphMermaid(g *planner.Graph) string { return drawGraph(g).mermaid() }

// outlines are the brackets of Mermaid's shapes.
var outlines = map[shape][2]string{
	step: {"[", "]"}, store: {"[(", ")]"}, exchange: {"{{", "}}"}, question: {"(", ")"}, outcome: {"([", "])"},
}

// mermaidArrows are Mermaid's arrows.
var mermaidArrows = map[look]string{normal: "-->", taken: "==>", faint: "-.->", wrong: "==>"}

// classes are the styles of boxes that stand out, in Mermaid's words.
var classes = []struct {
	look        look
	name, style string
}{
	{taken, "taken", "stroke:#1a7f37,stroke-width:3px"},
	{faint, "faint", "stroke:#8c959f,color:#6e7781,stroke-dasharray:3 3"},
	{wrong, "wrong", "stroke:#cf222e,stroke-width:3px"},
}

// mermaidEdges is how many edges Mermaid draws unless it is told otherwise (config.maxEdges).
const mermaidEdges = 500

// mermaid writes the diagram in Mermaid's language.
func (d *diagram) mermaid() string {
	var b strings.Builder
	b.WriteString("flowchart LR\n")
	if len(d.arrows) > mermaidEdges {
		fmt.Fprintf(&b, "  %%%% %d edges: Mermaid draws more than %d only if its maxEdges says so\n", len(d.arrows), mermaidEdges)
	}
	next := 0
	for ; next < len(d.boxes) && d.boxes[next].frame < 0; next++ {
		d.boxes[next].mermaid(&b, "  ")
	}
	for i, f := range d.frames {
		fmt.Fprintf(&b, "  subgraph %s[\"%s\"]\n    direction %s\n", f.id, mermaidLabel([]string{f.title}), map[bool]string{true: "TB", false: "LR"}[f.down])
		for ; next < len(d.boxes) && d.boxes[next].frame == i; next++ {
			d.boxes[next].mermaid(&b, "    ")
		}
		b.WriteString("  end\n")
	}
	for _, a := range d.arrows {
		a.mermaid(&b)
	}
	d.mermaidStyles(&b)
	return b.String()
}

func (x box) mermaid(b *strings.Builder, indent string) {
	outline := outlines[x.shape]
	fmt.Fprintf(b, "%s%s%s\"%s\"%s\n", indent, x.id, outline[0], mermaidLabel(x.lines), outline[1])
}

func (a arrow) mermaid(b *strings.Builder) {
	line := mermaidArrows[a.look]
	if a.label != "" {
		line += `|"` + mermaidLabel([]string{a.label}) + `"|`
	}
	fmt.Fprintf(b, "  %s %s %s\n", a.from, line, a.to)
}

// mermaidStyles writes the classes that are used and the arrows that are wrong.
func (d *diagram) mermaidStyles(b *strings.Builder) {
	for _, class := range classes {
		var ids []string
		for _, x := range d.boxes {
			if x.look == class.look {
				ids = append(ids, x.id)
			}
		}
		if len(ids) > 0 {
			fmt.Fprintf(b, "  classDef %s %s\n  class %s %s\n", class.name, class.style, strings.Join(ids, ","), class.name)
		}
	}
	var red []string
	for i, a := range d.arrows {
		if a.look == wrong {
			red = append(red, fmt.Sprint(i))
		}
	}
	if len(red) > 0 {
		fmt.Fprintf(b, "  linkStyle %s stroke:#cf222e\n", strings.Join(red, ","))
	}
}

// mermaidLabel writes lines as a label between double quotes. What Mermaid, Markdown or HTML could
// act on is written as an entity; the colon too, because Mermaid looks for "style:" by a pattern.
func mermaidLabel(lines []string) string {
	var out []string
	for _, line := range label(lines) {
		var b strings.Builder
		runes := []rune(line)
		marker := true // up to here the line could be the number of a list
		for i, r := range runes {
			digit := r >= '0' && r <= '9'
			switch {
			case unicode.IsLetter(r), unicode.IsMark(r), unicode.IsDigit(r), r == ' ', r == ',', r == '/', r == '(', r == '…',
				(r == '.' || r == ')') && !marker,
				(r == '-' || r == '_') && between(runes, i):
				b.WriteRune(r)
			default:
				fmt.Fprintf(&b, "#%d;", r)
			}
			marker = marker && digit
		}
		out = append(out, b.String())
	}
	return strings.Join(out, "<br/>")
}

// between reports whether letters or digits stand on both sides.
func between(runes []rune, i int) bool {
	word := func(at int) bool {
		return at >= 0 && at < len(runes) && (unicode.IsLetter(runes[at]) || unicode.IsDigit(runes[at]))
	}
	return word(i-1) && word(i+1)
}
