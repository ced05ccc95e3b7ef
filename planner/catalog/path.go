package catalog

import "strings"

// Path reads the name of a column as keys are written: parts with dots between them are a path into a record, and
// a part in double quotes or backticks is one name, whatever is in it. service.name is the field name of service;
// "service.name" is one field.
func Path(text string) []string {
	var path []string
	for {
		part, rest, more := firstPart(text)
		path = append(path, part)
		if !more {
			return path
		}
		text = rest
	}
}

// firstPart splits off the first part of a path, and reports whether a dot follows it.
func firstPart(text string) (part, rest string, more bool) {
	if text == "" || text[0] != '"' && text[0] != '`' {
		return strings.Cut(text, ".")
	}
	quote, body := text[:1], text[1:]
	for i := 0; i < len(body); i++ {
		if body[i] != quote[0] {
			continue
		}
		if strings.HasPrefix(body[i+1:], quote) { // a doubled quote stands for itself
			i++
			continue
		}
		part = strings.ReplaceAll(body[:i], quote+quote, quote)
		if rest, more = strings.CutPrefix(body[i+1:], "."); !more && rest != "" {
			return strings.Cut(text, ".") // something follows the quote: it is part of the name
		}
		return part, rest, more
	}
	return strings.Cut(text, ".")
}

// PathText writes a path so that Path reads it, with quotes around a name that would otherwise be read as several.
func PathText(path ...string) string {
	parts := make([]string, len(path))
	for i, p := range path {
		parts[i] = p
		if strings.ContainsAny(p, `."`) {
			parts[i] = `"` + strings.ReplaceAll(p, `"`, `""`) + `"`
		}
	}
	return strings.Join(parts, ".")
}
