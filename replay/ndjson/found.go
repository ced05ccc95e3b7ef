package ndjson

// Value returns the text of a wanted field in the line read last, nil if it has none.
func (s *Scanner) Value(f *Field) []byte {
	v := s.spans[f.slot]
	return s.text[v.Start:v.End]
}

// Has reports whether the line read last has a wanted field, be it null.
func (s *Scanner) Has(f *Field) bool { return s.spans[f.slot].End != 0 }

// Set makes the scanner one that has just read a line with these values, each a place in the text to scan; escapes says
// whether some string of them may have an escape.
func (s *Scanner) Set(fields []*Field, values []Span, escapes bool) {
	s.Escapes = escapes
	clear(s.spans)
	for i, f := range fields {
		s.spans[f.slot] = values[i]
	}
}

// Give makes another scanner, of the record inside, one that has just read that record, which is an object.
func (s *Scanner) Give(to *Scanner) {
	to.text, to.Escapes = s.text, s.Escapes
	copy(to.spans[1:], s.spans[s.inside:])
}
