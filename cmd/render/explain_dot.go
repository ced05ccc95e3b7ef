package render

import (
	"fmt"
	"strings"

	"github.com/velo-plan/velo-plan/planner"
)

// ExplainDOT draws plans in Graphviz's language; with tree it also draws the decision tree of each.
func ExplainDOT(r *planner.Result, tree bool) string { return drawPlans(r, tree).dot() }

// GraphDOT draws a graph of jobs and topics in Graphviz's language.
func GraphDOT(g *planner.Graph) string { return drawGraph(g).dot() }

// dotShapes are Graphviz's names of shapes.
var dotShapes = map[shape]string{
	step: "box", store: "cylinder", exchange: "hexagon", question: "box, style=rounded", outcome: "box, style=\"rounded,filled\", fillcolor=\"#f6f8fa\"",
}

// dotLooks are Graphviz's attributes for what stands out, for boxes and for arrows.
var dotLooks = map[look]string{
	normal: "", taken: "color=\"#1a7f37\", penwidth=2.5", faint: "color=\"#8c959f\", fontcolor=\"#6e7781\"", wrong: "color=\"#cf222e\", penwidth=2.5",
}

// dot writes the diagram in Graphviz's language.
func (d *diagram) dot() string {
	var b strings.Builder
	b.WriteString("digraph velo_plan {\n  rankdir=LR;\n  node [fontname=\"Helvetica\", fontsize=11];\n  edge [fontname=\"Helvetica\", fontsize=10];\n")
	next := 0
	for ; next < len(d.boxes) && d.boxes[next].frame < 0; next++ {
		d.boxes[next].dot(&b, "  ")
	}
	for i, f := range d.frames {
		fmt.Fprintf(&b, "  subgraph cluster_%s {\n    label=\"%s\";\n    fontname=\"Helvetica\";\n    color=\"#8c959f\";\n", f.id, dotLabel([]string{f.title}))
		for ; next < len(d.boxes) && d.boxes[next].frame == i; next++ {
			d.boxes[next].dot(&b, "    ")
		}
		b.WriteString("  }\n")
	}
	for _, a := range d.arrows {
		var attributes []string
		if a.label != "" {
			attributes = append(attributes, `label="`+dotLabel([]string{a.label})+`"`)
		}
		if look := dotLooks[a.look]; look != "" {
			attributes = append(attributes, look)
		}
		if a.look == faint {
			attributes = append(attributes, "style=dashed")
		}
		fmt.Fprintf(&b, "  %s -> %s%s;\n", a.from, a.to, inSquares(attributes))
	}
	b.WriteString("}\n")
	return b.String()
}

func (x box) dot(b *strings.Builder, indent string) {
	attributes := []string{"shape=" + dotShapes[x.shape], `label="` + dotLabel(x.lines) + `"`}
	if look := dotLooks[x.look]; look != "" {
		attributes = append(attributes, look)
	}
	fmt.Fprintf(b, "%s%s%s;\n", indent, x.id, inSquares(attributes))
}

// inSquares is a list of attributes; "" for none.
func inSquares(attributes []string) string {
	if len(attributes) == 0 {
		return ""
	}
	return " [" + strings.Join(attributes, ", ") + "]"
}

// dotEscapes escapes what Graphviz interprets in a quoted label: the quote, the backslash, and entities.
var dotEscapes = strings.NewReplacer(`"`, `\"`, `\`, `\\`, `&`, `&amp;`)

// dotLabel writes lines as a label between double quotes.
func dotLabel(lines []string) string {
	out := label(lines)
	for i, line := range out {
		out[i] = dotEscapes.Replace(line)
	}
	return strings.Join(out, `\n`)
}
