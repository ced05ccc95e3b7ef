package syntax

import "strings"

func (w *writer) path(parts []Ident) {
	for i, part := range parts {
		if i > 0 {
			w.add(".")
		}
		w.ident(part)
	}
}

// ident writes a name, in quotes only if it would not be read as a name without them.
func (w *writer) ident(id Ident) {
	if needsQuotes(id.Name) && (id.Quoted || !isParameter(id.Name)) {
		w.add(`"`, strings.ReplaceAll(id.Name, `"`, `""`), `"`)
		return
	}
	w.add(id.Name)
}

func (w *writer) star(e *Star) {
	for _, part := range e.Qualifier {
		w.ident(part)
		w.add(".")
	}
	w.add("*")
	if len(e.Except) > 0 {
		w.add(" EXCEPT (")
		w.names(e.Except)
		w.add(")")
	}
}

func (w *writer) names(list []Ident) {
	for i, id := range list {
		if i > 0 {
			w.add(", ")
		}
		w.ident(id)
	}
}

func (w *writer) literal(e *Literal) {
	quoted := "'" + strings.ReplaceAll(e.Value, "'", "''") + "'"
	switch e.Kind {
	case String:
		w.add(quoted)
	case Interval:
		w.interval(e.Value)
	case Typed:
		w.add(e.Type, " ", quoted)
	default:
		w.add(e.Value)
	}
}

// interval writes '5' MINUTE if the value is a number and a unit, and any other value as one string.
func (w *writer) interval(value string) {
	value = strings.ReplaceAll(value, "'", "''")
	number, unit, ok := strings.Cut(value, " ")
	if _, known := unitOf(unit); ok && known {
		w.add("INTERVAL '", number, "' ", unit)
		return
	}
	w.add("INTERVAL '", value, "'")
}
