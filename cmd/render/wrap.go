package render

import "strings"

// piece is text in one ink. Pieces that follow each other without a blank belong to one word.
type piece struct {
	text string
	ink  ink
}

// word is what must not be broken.
type word struct {
	pieces []piece
	width  int
}

// words cuts pieces at blanks.
func words(pieces []piece) []word {
	var all []word
	open := false // the last word may continue
	for _, p := range pieces {
		parts := strings.Split(Clean(p.text), " ")
		each := make([]piece, len(parts)) // most words are one piece
		for i, part := range parts {
			if i > 0 {
				open = false
			}
			if part == "" {
				continue
			}
			each[i] = piece{part, p.ink}
			if !open {
				all = append(all, word{pieces: each[i : i+1 : i+1], width: columns(part)})
				open = true
				continue
			}
			w := &all[len(all)-1]
			w.pieces = append(w.pieces, each[i])
			w.width += columns(part)
		}
	}
	return all
}

// wrap arranges words in lines of at most width columns; a longer word has a line of its own.
func wrap(all []word, width int) [][]word {
	var lines [][]word
	used := 0
	for _, w := range all {
		if len(lines) == 0 || used+1+w.width > width {
			lines = append(lines, nil)
			used = -1
		}
		last := len(lines) - 1
		lines[last] = append(lines[last], w)
		used += 1 + w.width
	}
	return lines
}

// wrapText arranges plain text in lines of at most width columns. Longer words are broken: this is for the cells
// of tables, which have no room to spare.
func wrapText(text string, width int) []string {
	var lines []string
	for _, line := range wrap(words([]piece{{text, plain}}), width) {
		rest := runs(line)[0].text // one ink, so one piece
		for rest != "" {
			var head string
			head, rest = cutTo(rest, width)
			lines = append(lines, head)
		}
	}
	return lines
}

// runs joins the words of a line into as few pieces as their inks allow.
func runs(line []word) []piece {
	var all []piece
	var text strings.Builder // of the last piece
	add := func(part string, i ink) {
		if last := len(all) - 1; last < 0 || all[last].ink != i {
			if last >= 0 {
				all[last].text = text.String()
			}
			text = strings.Builder{}
			all = append(all, piece{"", i})
		}
		text.WriteString(part)
	}
	for i, w := range line {
		for j, p := range w.pieces {
			if i > 0 && j == 0 {
				blank := plain
				if all[len(all)-1].ink == p.ink {
					blank = p.ink
				}
				add(" ", blank)
			}
			add(p.text, p.ink)
		}
	}
	if last := len(all) - 1; last >= 0 {
		all[last].text = text.String()
	}
	return all
}
