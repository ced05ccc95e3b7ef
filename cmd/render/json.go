package render

import (
	"bufio"
	"encoding/json"
	"io"
	"reflect"
	"slices"
	"strings"
)

// JSON encodes a result: indented, with a final newline, and without escaping characters such as <. The error is
// encoding/json's, for values that cannot be encoded.
func JSON(v any) (string, error) {
	var b strings.Builder
	err := WriteJSON(&b, v)
	return b.String(), err
}

// WriteJSON is JSON for a writer. It encodes a struct field by field and its lists element by element: a result may
// have thousands of plans, and its text is many times as large as the result itself.
func WriteJSON(w io.Writer, v any) error {
	b := bufio.NewWriterSize(w, 1<<16)
	p := pieces{out: b, encoder: json.NewEncoder(trimmed{b})}
	p.encoder.SetEscapeHTML(false)
	p.any("", reflect.ValueOf(v))
	b.WriteByte('\n')
	if p.err != nil {
		return p.err
	}
	return b.Flush()
}

// pieces writes JSON piece by piece. It keeps the first error.
type pieces struct {
	out     *bufio.Writer
	encoder *json.Encoder
	err     error
}

// jsonIndent is one level of indentation.
const jsonIndent = "  "

// marshaler is what encodes itself.
var marshaler = reflect.TypeFor[json.Marshaler]()

// any writes a value. The lines after its first begin with a prefix.
func (p *pieces) any(prefix string, v reflect.Value) {
	at := reflect.Indirect(v)
	switch {
	case v.Type() == reflect.TypeFor[sequence]():
		p.sequence(prefix, v.Interface().(sequence))
	case at.Kind() == reflect.Struct && !v.Type().Implements(marshaler):
		p.object(prefix, at)
	case v.Kind() == reflect.Slice && v.Len() > 0 && v.Type().Elem().Kind() != reflect.Uint8:
		p.list(prefix, v)
	default:
		p.whole(prefix, v)
	}
}

// object writes a struct.
func (p *pieces) object(prefix string, v reflect.Value) {
	p.out.WriteByte('{')
	next, inside := "\n", prefix+jsonIndent
	for _, field := range reflect.VisibleFields(v.Type()) {
		name, option, _ := strings.Cut(field.Tag.Get("json"), ",")
		f, err := v.FieldByIndexErr(field.Index) // an error: it is in an embedded pointer that is nil
		if name == "" || name == "-" || err != nil || option == "omitempty" && isEmpty(f) {
			continue
		}
		p.out.WriteString(next + inside + `"` + name + `": `)
		p.any(inside, f)
		next = ",\n"
	}
	if next != "\n" {
		p.out.WriteString("\n" + prefix)
	}
	p.out.WriteByte('}')
}

// isEmpty reports whether a field with the option omitempty is left out.
func isEmpty(f reflect.Value) bool {
	switch f.Kind() {
	case reflect.Slice, reflect.Map:
		return f.Len() == 0
	}
	return f.IsZero()
}

// sequence is a list whose elements are made while it is written. It may be a field of a struct, and that one be in a
// list.
type sequence func(yield func(any) bool)

// sequence writes the elements of a sequence.
func (p *pieces) sequence(prefix string, elements sequence) {
	next, end, inside := "[\n", "[]", prefix+jsonIndent
	for v := range elements {
		p.out.WriteString(next + inside)
		p.whole(inside, reflect.ValueOf(v))
		next, end = ",\n", "\n"+prefix+"]"
		if p.err != nil {
			return
		}
	}
	p.out.WriteString(end)
}

// holdsSequence reports whether a field of a struct is a sequence.
func holdsSequence(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && slices.ContainsFunc(reflect.VisibleFields(t), func(f reflect.StructField) bool {
		return f.Type == reflect.TypeFor[sequence]()
	})
}

// list writes the elements of a list that has some.
func (p *pieces) list(prefix string, v reflect.Value) {
	next, inside, element := "[\n", prefix+jsonIndent, p.whole
	if holdsSequence(v.Type().Elem()) {
		element = p.any
	}
	for i := range v.Len() {
		p.out.WriteString(next + inside)
		element(inside, v.Index(i))
		next = ",\n"
	}
	p.out.WriteString("\n" + prefix + "]")
}

// whole writes a value with one call of the encoder.
func (p *pieces) whole(prefix string, v reflect.Value) {
	p.encoder.SetIndent(prefix, jsonIndent)
	if err := p.encoder.Encode(v.Interface()); err != nil && p.err == nil {
		p.err = err
	}
}

// trimmed is a writer without the newline that an Encoder writes after each value.
type trimmed struct{ out io.Writer }

// Write implements io.Writer.
func (t trimmed) Write(text []byte) (int, error) {
	_, err := t.out.Write(text[:len(text)-1])
	return len(text), err
}
