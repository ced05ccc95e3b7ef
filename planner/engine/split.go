package engine

import (
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
)

// Application is a text as the engine's reader of application files sees it (sql/app_parser.rs).
type Application struct {
	// Name is what follows "-- SQL Application:". If it is "", the engine rejects the file as an application.
	Name     string
	NameSpan diag.Span // of the line; zero if there is none
	// Pieces are the statements in the order of the text.
	Pieces []Piece
}

// Piece is one statement as the engine separates it from a file.
type Piece struct {
	// Span is its text, including the comments before it and without the semicolon.
	Span diag.Span
	// Name is what "-- Name:" or "-- @name:" gives it; "" if neither does.
	Name     string
	NameSpan diag.Span // of the line; zero if there is none
	// End tells what ended it.
	End End
	// EndSpan is the semicolon that ended it; empty at the end of the text.
	EndSpan diag.Span
}

// End is what ends a piece of an application file.
type End uint8

// What ends a piece. The engine looks at nothing but the last character of a line.
const (
	AtSemicolon End = iota // a semicolon that ends a statement
	AtComment              // a semicolon at the end of a comment
	AtText                 // a semicolon at the end of a line inside a quoted text
	AtEnd                  // the end of the file
)

// headerLines are the prefixes of lines that belong to no statement.
var headerLines = []string{"-- SQL Application:", "-- Version:", "-- Description:", "-- Author:", "-- Dependencies:", "-- Tag:", "-- Property:"}

// Split divides a text into statements as the engine does: a line whose last character is a semicolon ends a
// statement, whatever that semicolon belongs to.
func Split(src *diag.Source) Application {
	var app Application
	cut := cutter{text: src.Text, app: &app, start: -1, tokens: scan(src.Text, diag.Span{End: len(src.Text)})}
	for start := 0; start < len(src.Text); {
		end := len(src.Text)
		if i := strings.IndexByte(src.Text[start:], '\n'); i >= 0 {
			end = start + i
		}
		cut.line(trim(src.Text, diag.Span{Start: start, End: end}))
		start = end + 1
	}
	cut.piece(AtEnd, diag.Span{Start: cut.end, End: cut.end})
	return app
}

// cutter goes through the lines of a file.
type cutter struct {
	text   string
	app    *Application
	tokens *scanner
	token  int // the first token that may reach the place in question
	note   int // likewise for comments

	start, end int // of the current statement; start is -1 if there is none
	name       string
	nameSpan   diag.Span
}

// line takes one line, without surrounding blanks.
func (c *cutter) line(at diag.Span) {
	line := c.text[at.Start:at.End]
	for _, h := range headerLines {
		if strings.HasPrefix(line, h) {
			if h == headerLines[0] {
				c.app.Name, c.app.NameSpan = strings.TrimSpace(line[len(h):]), at
			}
			return
		}
	}
	for _, h := range []string{"-- Name:", "-- @name:"} {
		if strings.HasPrefix(line, h) {
			c.name, c.nameSpan = strings.TrimSpace(line[len(h):]), at
			return
		}
	}
	if line == "" {
		return
	}
	if c.start < 0 {
		c.start = at.Start
	}
	c.end = at.End
	if strings.HasSuffix(line, ";") {
		c.piece(c.place(at.End-1), diag.Span{Start: at.End - 1, End: at.End})
	}
}

// piece ends the current statement, if it holds anything.
func (c *cutter) piece(end End, at diag.Span) {
	if c.start < 0 {
		return
	}
	span := diag.Span{Start: c.start, End: c.end}
	if end != AtEnd {
		span.End = c.start + len(strings.TrimRight(c.text[c.start:c.end], ";"))
	}
	if span.End > span.Start {
		c.app.Pieces = append(c.app.Pieces, Piece{span, c.name, c.nameSpan, end, at})
		c.name, c.nameSpan = "", diag.Span{}
	}
	c.start = -1
}

// place tells what a semicolon is part of, reading the file from its beginning. Places are asked for in the order
// of the text.
func (c *cutter) place(at int) End {
	for c.token < len(c.tokens.tokens)-1 && c.tokens.tokens[c.token].span.End <= at {
		c.token++
	}
	for c.note < len(c.tokens.comments)-1 && c.tokens.comments[c.note].span.End <= at {
		c.note++
	}
	if c.note < len(c.tokens.comments) && c.tokens.comments[c.note].span.Start <= at && at < c.tokens.comments[c.note].span.End {
		return AtComment
	}
	if t := c.tokens.tokens[c.token]; t.kind == literal && t.span.Start <= at && at < t.span.End {
		return AtText
	}
	return AtSemicolon
}
