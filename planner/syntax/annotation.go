package syntax

import (
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
)

// headers are the names that a comment line may begin with instead of '@', as the engine's
// application files write them, and velo-plan's own word for the linter.
var headers = []string{
	"SQL Application", "Version", "Description", "Author", "Dependencies", "Tag", "Name", "Property",
	"velo-plan",
}

// annotations returns the annotations among the comments.
func annotations(text string, comments []comment) []Annotation {
	var list []Annotation
	for _, c := range comments {
		if !c.line {
			continue
		}
		start := c.start + 2
		start += len(text[start:c.end]) - len(strings.TrimLeft(text[start:c.end], "- \t"))
		end := start + len(strings.TrimRight(text[start:c.end], " \t\r"))
		if i := strings.Index(text[start:end], " --"); i >= 0 { // the value ends at a second comment
			end = start + len(strings.TrimRight(text[start:start+i], " \t"))
		}
		if a, ok := annotation(text, start, end); ok {
			list = append(list, a)
		}
	}
	return list
}

// annotation reads "@name: value" or "Name: value". A value needs the colon: what follows
// "@name" without a colon is not a value and is left out.
func annotation(text string, start, end int) (Annotation, bool) {
	body := text[start:end]
	a := Annotation{At: At{diag.Span{Start: start, End: end}}}
	name, value, colon := strings.Cut(body, ":")
	nameStart := start
	if strings.HasPrefix(body, "@") {
		nameStart++
		name = name[1:]
		if i := strings.IndexAny(name, " \t"); i >= 0 && strings.TrimSpace(name[i:]) != "" {
			name, value, colon = name[:i], "", false // @name some words: not a value
			a.Pos.End = nameStart + i
		}
		name = strings.TrimRight(name, " \t")
	} else if a.Header = colon && isHeader(name); !a.Header {
		return Annotation{}, false
	}
	a.Name = name
	a.NameSpan = diag.Span{Start: nameStart, End: nameStart + len(name)}
	if colon {
		valueStart := end - len(strings.TrimLeft(value, " \t"))
		a.Value = strings.TrimSpace(value)
		a.ValueSpan = diag.Span{Start: valueStart, End: end}
	}
	return a, name != ""
}

func isHeader(name string) bool {
	for _, h := range headers {
		if name == h {
			return true
		}
	}
	return false
}
