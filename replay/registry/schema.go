package registry

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/twmb/franz-go/pkg/sr"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/velo-plan/velo-plan/replay/avro"
	"github.com/velo-plan/velo-plan/replay/jsonform"
	"github.com/velo-plan/velo-plan/replay/protobuf"
)

// The formats of schemas, as messages call them.
const (
	Avro     = "Avro"
	Protobuf = "Protobuf"
	JSON     = "JSON Schema"
)

// Schema is a schema that was read. Which of the fields is set depends on the format.
type Schema struct {
	Format   string
	avro     *avro.Schema
	protobuf *protobuf.Schema
	message  protoreflect.MessageDescriptor // that all values are, if they do not say which; nil: they do
	columns  []jsonform.Column              // of JSON Schema
}

// itself is what errors call a schema of Protobuf of the registry, which has no path.
const itself = "the schema"

// maxReferences is how many schemas a schema may refer to, itself or by others.
const maxReferences = 200

// parse reads a schema of the registry, with those that it refers to.
func (c *client) parse(ctx context.Context, s sr.Schema) (*Schema, error) {
	refs := references{client: c, seen: map[sr.SchemaReference]bool{}, texts: map[string]string{}}
	if err := refs.collect(ctx, s.References); err != nil {
		return nil, err
	}
	switch s.Type {
	case sr.TypeAvro:
		parsed, err := avro.Parse(s.Schema, refs.order)
		return &Schema{Format: Avro, avro: parsed}, err
	case sr.TypeProtobuf:
		parsed, err := protobuf.Compile(ctx, itself, func(path string) (string, error) {
			if path == itself {
				return s.Schema, nil
			}
			if text, ok := refs.texts[path]; ok {
				return text, nil
			}
			return "", fs.ErrNotExist
		})
		return &Schema{Format: Protobuf, protobuf: parsed}, err
	case sr.TypeJSON:
		columns, err := jsonColumns([]byte(s.Schema))
		return &Schema{Format: JSON, columns: columns}, err
	}
	return nil, fmt.Errorf("it is of the type %s, which is not read: expected Avro, Protobuf or JSON Schema", s.Type)
}

// references are schemas that a schema refers to.
type references struct {
	client *client
	seen   map[sr.SchemaReference]bool
	order  []string          // their texts, those that others need first
	texts  map[string]string // by the names that they are referred to by
}

// collect asks for schemas and for those that they refer to.
func (r *references) collect(ctx context.Context, list []sr.SchemaReference) error {
	for _, ref := range list {
		if r.seen[ref] {
			continue
		}
		if len(r.seen) == maxReferences {
			return fmt.Errorf("it refers to more than %d schemas", maxReferences)
		}
		r.seen[ref] = true
		var s sr.SubjectSchema
		err := r.client.ask(ctx, func(ctx context.Context) (err error) {
			s, err = r.client.sr.SchemaByVersion(ctx, ref.Subject, ref.Version)
			return err
		})
		if errors.Is(err, errNone) {
			return fmt.Errorf("it refers to version %d of %s, which the registry does not have", ref.Version, ref.Subject)
		}
		if err != nil {
			return &unavailable{err}
		}
		if err := r.collect(ctx, s.References); err != nil {
			return err
		}
		r.order, r.texts[ref.Name] = append(r.order, s.Schema.Schema), s.Schema.Schema
	}
	return nil
}

// unavailable is an error that is about the registry, not about a schema.
type unavailable struct{ error }

// Unwrap returns the error.
func (u *unavailable) Unwrap() error { return u.error }

// Columns returns the fields of the records; nil if they are not known.
func (s *Schema) Columns() []jsonform.Column {
	switch {
	case s.avro != nil:
		return s.avro.Columns()
	case s.protobuf != nil:
		if m, err := s.only(); err == nil {
			return protobuf.Columns(m)
		}
		return nil
	}
	return s.columns
}

// only is the message that records of a schema most likely are: the first one, if they do not say which.
func (s *Schema) only() (protoreflect.MessageDescriptor, error) {
	if s.message != nil {
		return s.message, nil
	}
	return s.protobuf.At([]int{0})
}

// has reports whether records may have the field at a path; if they do not, known are the names of the fields where it
// ends.
func (s *Schema) has(path []string) (known []string, ok bool) {
	switch {
	case s.avro != nil:
		return s.avro.Has(path)
	case s.protobuf != nil:
		m, err := s.only()
		if err != nil {
			return nil, true
		}
		return protobuf.Has(m, path)
	}
	return nil, true // a JSON Schema does not forbid other fields, unless it says so
}

// names are the names of the columns.
func (s *Schema) names() []string {
	var names []string
	for _, c := range s.Columns() {
		names = append(names, c.Name)
	}
	slices.Sort(names)
	return names
}

// jsonColumns returns the properties of a JSON Schema in the order of their names; none if it names none.
func jsonColumns(text []byte) ([]jsonform.Column, error) {
	var schema struct {
		Properties map[string]json.RawMessage `json:"properties"`
	}
	if len(text) > 1<<20 {
		return nil, errors.New("it is longer than 1 MiB")
	}
	if !json.Valid(text) {
		return nil, errors.New("it is no JSON")
	}
	if json.Unmarshal(text, &schema) != nil {
		return nil, nil // true is a schema too, of whatever there is
	}
	var columns []jsonform.Column
	for name, property := range schema.Properties {
		columns = append(columns, jsonform.Column{Name: name, Type: jsonType(property)})
	}
	slices.SortFunc(columns, func(a, b jsonform.Column) int {
		if a.Name < b.Name {
			return -1
		}
		return 1
	})
	return columns, nil
}

// jsonType is what SQL calls the type of a property; "" if it may be one of several, or has no such type.
func jsonType(property json.RawMessage) string {
	var p struct {
		Type  any               `json:"type"`
		OneOf []json.RawMessage `json:"oneOf"`
		AnyOf []json.RawMessage `json:"anyOf"`
	}
	if json.Unmarshal(property, &p) != nil {
		return ""
	}
	types := map[string]string{"string": "STRING", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN"}
	var found []string
	switch t := p.Type.(type) {
	case string:
		found = append(found, types[t])
	case []any:
		for _, one := range t {
			if one != "null" {
				name, _ := one.(string)
				found = append(found, types[name])
			}
		}
	}
	for _, one := range append(p.OneOf, p.AnyOf...) {
		if !isNull(one) {
			found = append(found, jsonType(one))
		}
	}
	if len(found) != 1 {
		return ""
	}
	return found[0]
}

// isNull reports whether a property has the type null.
func isNull(property json.RawMessage) bool {
	var p struct {
		Type string `json:"type"`
	}
	return json.Unmarshal(property, &p) == nil && p.Type == "null"
}
