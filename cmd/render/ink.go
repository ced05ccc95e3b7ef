package render

// ink is how a piece of text is coloured: the parameters of an ANSI "select graphic rendition" sequence. The
// colours are the terminal's own sixteen, so they suit its background.
type ink string

const (
	plain  ink = ""
	bold   ink = "1"
	dim    ink = "2"
	red    ink = "1;31"
	green  ink = "32"
	yellow ink = "33"
	cyan   ink = "36"
)

// paint returns text in an ink, unchanged without colours.
func (o Options) paint(i ink, text string) string {
	if !o.Color || i == plain || text == "" {
		return text
	}
	return "\x1b[" + string(i) + "m" + text + "\x1b[0m"
}

// verdictInk colours the verdicts of plans and of alternatives.
func verdictInk(verdict string) ink {
	switch verdict {
	case "proven", "chosen", "correct":
		return green
	case "unproven":
		return yellow
	case "refuted", "wrong":
		return red
	default: // unavailable
		return dim
	}
}

// kindInk colours the kinds of advice and the severities of diagnostics.
func kindInk(kind string) ink {
	switch kind {
	case "error":
		return red
	case "warning":
		return yellow
	default: // advice, note
		return cyan
	}
}
