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
		for i, part := range strings.Split(Clean(p.text), " ") {
			if i > 0 {
				open = false
			}
			if part == "" {
				continue
			}
			if !open {
				all = append(all, word{})
				open = true
			}
			w := &all[len(all)-1]
			w.pieces = append(w.pieces, piece{part, p.ink})
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
	add := func(text string, i ink) {
		if last := len(all) - 1; last >= 0 && all[last].ink == i {
			all[last].text += text
			return
		}
		all = append(all, piece{text, i})
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
	return all
}
