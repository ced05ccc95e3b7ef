package avro

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/twmb/avro"
)

// FuzzAppend: whatever the bytes, the library takes them as a value if and only if this package does (but for booleans,
// which it does not look at), what comes out is JSON, and reading some fields gives what reading all of them gives of those.
func FuzzAppend(f *testing.F) {
	data := encode(f, nested, order(7, order(6, nil)))
	f.Add(data)
	f.Add(data[:len(data)-1])
	reference := avro.MustParse(nested)
	fields := [][]string{{"tail"}, {"id"}, {"who", "age"}, {"by", "b", "name"}, {"parent", "state"}}
	all, err := newDecoder(nested, nil, nil, 1<<20)
	if err != nil {
		f.Fatal(err)
	}
	some, err := newDecoder(nested, nil, fields, 1<<20)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var value any
		left, theirs := reference.Decode(data, &value)
		whole, ours := all.Append(nil, data)
		if ok := theirs == nil && len(left) == 0; ok && ours != nil && ours != errBoolean {
			t.Fatalf("%x: refused: %v", data, ours)
		} else if ours == nil && theirs != nil {
			t.Fatalf("%x: taken: %s, but %v", data, whole, theirs)
		}
		part, err := some.Append(nil, data)
		if ours != nil {
			return
		}
		if err != nil {
			t.Fatalf("%x: some fields: %v", data, err)
		}
		var full, picked map[string]any
		if json.Unmarshal(whole, &full) != nil || json.Unmarshal(part, &picked) != nil {
			t.Fatalf("no JSON: %s, %s", whole, part)
		}
		want := map[string]any{"tail": full["tail"], "id": full["id"], "who": within(full["who"], "age"), "parent": within(full["parent"], "state")}
		by := map[string]any{}
		if b, ok := full["by"].(map[string]any)["b"]; ok {
			by["b"] = within(b, "name")
		}
		want["by"] = by
		if diff := cmp.Diff(want, picked); diff != "" {
			t.Errorf("%s", diff)
		}
	})
}

// within is an object with one field of another one; null of null.
func within(object any, name string) any {
	if object == nil {
		return nil
	}
	return map[string]any{name: object.(map[string]any)[name]}
}
