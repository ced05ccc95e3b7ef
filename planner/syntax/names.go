package syntax

import "strings"

// Dotted joins the parts of a name with dots, as messages and plans show it.
func Dotted(parts []Ident) string {
	names := make([]string, len(parts))
	for i, part := range parts {
		names[i] = part.Name
	}
	return strings.Join(names, ".")
}

// Unqualified returns the last part of a dotted name. A URI has no parts and is returned whole.
func Unqualified(name string) string {
	if IsURI(name) {
		return name
	}
	return name[strings.LastIndexByte(name, '.')+1:]
}

// IsURI reports whether a name is a URI: scheme://..
func IsURI(name string) bool { return strings.Contains(name, "://") }

// IsWindowFunction reports whether a function assigns records to windows: TUMBLE, HOP and the like
// in GROUP BY or FROM. The name is not case-sensitive.
func IsWindowFunction(name string) bool {
	switch upper(name) {
	case "TUMBLE", "HOP", "SESSION", "CUMULATE", "TUMBLING", "SLIDING", "HOPPING":
		return true
	}
	return false
}
