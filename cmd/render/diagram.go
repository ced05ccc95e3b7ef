package render

import "strings"

// diagram is a drawing that is independent of any language: boxes in frames, joined by arrows, from left to right.
// mermaid and dot write it down.
type diagram struct {
	frames []frame
	boxes  []box
	arrows []arrow
}

// frame is a group of boxes with a title of one line: Mermaid leaves room for no more above the boxes.
type frame struct {
	id, title string
	down      bool // drawn from top to bottom, if the language can turn a single frame
}

// shape is the outline of a box, by what it stands for.
type shape uint8

const (
	step     shape = iota // something that runs
	store                 // a topic
	exchange              // records change their partition
	question              // a node of the decision tree
	outcome               // what an answer chooses
)

// look says how a box or an arrow stands out.
type look uint8

const (
	normal look = iota
	taken       // the decision went this way; records are exchanged here
	faint       // not taken, or taken only under other circumstances
	wrong       // a cycle, a refuted strategy, a source that nobody knows
)

// box is a node. Its lines are raw text: the language makes them safe.
type box struct {
	id    string
	frame int // in frames; -1 for none
	shape shape
	look  look
	lines []string
}

// arrow joins two boxes by their ids.
type arrow struct {
	from, to string
	label    string
	look     look
}

// open adds a frame; boxes are added to the one opened last.
func (d *diagram) open(id string, down bool, title string) {
	title, rest := cutTo(Clean(title), titleColumns)
	if rest != "" {
		title += ellipsis
	}
	d.frames = append(d.frames, frame{id, title, down})
}

// box adds a box to the last frame and returns its id. Empty lines are left out.
func (d *diagram) box(id string, s shape, l look, lines ...string) string {
	var kept []string
	for _, line := range lines {
		if line != "" {
			kept = append(kept, line)
		}
	}
	d.boxes = append(d.boxes, box{id: id, frame: len(d.frames) - 1, shape: s, look: l, lines: kept})
	return id
}

func (d *diagram) arrow(from, to, label string, l look) {
	d.arrows = append(d.arrows, arrow{from, to, label, l})
}

const (
	// titleColumns is the maximum width of the title of a frame.
	titleColumns = 40
	// labelColumns is the maximum width of the lines of a label.
	labelColumns = 44
	// labelLines is the maximum number of lines shown.
	labelLines = 8
	// labelCharacters bounds how much of one line is looked at: a label is no place for a whole statement.
	labelCharacters = labelColumns * labelLines
)

// label makes lines fit into a box: clean, wrapped, and shortened if there are too many.
func label(lines []string) []string {
	var out []string
	for _, line := range lines {
		head, tail := cutTo(strings.TrimSpace(Clean(line)), labelCharacters)
		if tail != "" {
			head += "…"
		}
		out = append(out, wrapText(head, labelColumns)...)
	}
	if len(out) > labelLines {
		out = append(out[:labelLines-1], out[labelLines-1]+" …")
	}
	return out
}
