package protobuf

import (
	"context"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"
)

// TestSchemas: which message of a schema is meant, and what is wrong with schemas.
func TestSchemas(t *testing.T) {
	s := compile(t)
	for _, c := range []struct{ name, want, fails string }{
		{"", "shop.Order", ""}, {"shop.Order", "shop.Order", ""}, {"Line", "shop.Order.Line", ""}, {"Oder", "", "expected one of shop.Order, shop.Order.Line"},
	} {
		m, err := s.Message(c.name)
		if c.fails != "" {
			if err == nil || !strings.Contains(err.Error(), c.fails) {
				t.Errorf("%s: %v", c.name, err)
			}
		} else if err != nil || string(m.FullName()) != c.want {
			t.Errorf("%s: %v %v", c.name, m, err)
		}
	}
	if m, err := s.At([]int{0, 0}); err != nil || m.FullName() != "shop.Order.Line" {
		t.Error(m, err)
	}
	for _, indexes := range [][]int{{1}, {-1}, {0, 5}, nil} {
		if _, err := s.At(indexes); err == nil {
			t.Errorf("%v: no error", indexes)
		}
	}
	for _, c := range []struct{ text, want string }{
		{`syntax = "proto3"; message A { int32 x = 1 }`, "x.proto:1:44"},
		{`syntax = "proto3"; import "missing.proto";`, "missing.proto"},
		{`syntax = "proto3"; message A { B b = 1; }`, "B"},
		{strings.Repeat(" ", maxSchema+1), errSchemaTooLong.Error()},
	} {
		if _, err := Compile(context.Background(), "x.proto", texts{"x.proto": c.text}.open); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.40s: %v, want %s", c.text, err, c.want)
		}
	}
}

// TestDescriptors: a schema may come as protoc writes it.
func TestDescriptors(t *testing.T) {
	set := &descriptorpb.FileDescriptorSet{}
	seen := map[string]bool{}
	var add func(f protoreflect.FileDescriptor)
	add = func(f protoreflect.FileDescriptor) {
		if seen[f.Path()] {
			return
		}
		seen[f.Path()] = true
		for i := range f.Imports().Len() {
			add(f.Imports().Get(i))
		}
		set.File = append(set.File, protodesc.ToFileDescriptorProto(f))
	}
	add(compile(t).files[0])
	data, err := proto.Marshal(set)
	if err != nil {
		t.Fatal(err)
	}
	s, err := Descriptors(data)
	if err != nil {
		t.Fatal(err)
	}
	m, err := s.Message("shop.Order")
	if err != nil {
		t.Fatal(err)
	}
	out, err := New(m, paths("who.name"), 100).Append(nil, encode(t, orderType(t), `who { name: "ann" }`))
	if err != nil || string(out) != `{"who":{"name":"ann"}}` {
		t.Errorf("%s %v", out, err)
	}
	set.File = set.File[len(set.File)-1:]
	lonely, _ := proto.Marshal(set)
	for _, c := range []struct{ data, want string }{{"", "no file descriptor set"}, {"text", "no file descriptor set"}, {string(lonely), "--include_imports"}} {
		if _, err := Descriptors([]byte(c.data)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v, want %s", err, c.want)
		}
	}
}

// TestColumns: what a schema says of the columns of its messages, and which fields they have.
func TestColumns(t *testing.T) {
	m := orderType(t)
	var list []string
	for _, c := range Columns(m) {
		list = append(list, c.Name+":"+c.Type)
	}
	want := "id:BIGINT symbol:STRING price:DOUBLE state:STRING rank:INTEGER who: sizes: tags: counts: lines: card:STRING cash:BIGINT at:TIMESTAMP took:STRING " +
		"note:STRING any: total:DECIMAL raw:BYTES ok:BOOLEAN s32:INTEGER s64:BIGINT u32:BIGINT u64:DECIMAL(20, 0) f:FLOAT f32:BIGINT f64:DECIMAL(20, 0) " +
		"sf32:INTEGER sf64:BIGINT parent:"
	if got := strings.Join(list, " "); got != want {
		t.Errorf("%s", got)
	}
	for path, known := range map[string]string{"id": "", "who.name": "", "counts.x": "", "any.x": "", "who.nam": "name home", "id.x": "-", "tags.x": "-", "parent.parent.id": ""} {
		names, ok := Has(m, strings.Split(path, "."))
		if ok != (known == "") || strings.Join(names, " ") != strings.Trim(known, "-") {
			t.Errorf("%s: %v %v", path, names, ok)
		}
	}
}
