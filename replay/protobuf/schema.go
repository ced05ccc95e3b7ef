package protobuf

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/bufbuild/protocompile"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"
)

// Schema is a file of messages.
type Schema struct{ files []protoreflect.FileDescriptor }

// maxSchema is the longest schema that is read, with all that it imports: 1 MiB, which is what the topic of a schema
// registry holds in one record.
const maxSchema = 1 << 20

// errSchemaTooLong is the error of a longer one.
var errSchemaTooLong = fmt.Errorf("it is longer than %d bytes", maxSchema)

// confluent is what schema registries know without being given it, besides what protoc brings along
// (https://github.com/confluentinc/schema-registry, protobuf-types/src/main/proto/confluent).
var confluent = map[string]string{
	"confluent/meta.proto": `syntax = "proto3"; package confluent; import "google/protobuf/descriptor.proto";
message Meta { string doc = 1; map<string, string> params = 2; repeated string tags = 3; }
extend google.protobuf.FileOptions { Meta file_meta = 1088; }
extend google.protobuf.MessageOptions { Meta message_meta = 1088; }
extend google.protobuf.FieldOptions { Meta field_meta = 1088; }
extend google.protobuf.EnumOptions { Meta enum_meta = 1088; }
extend google.protobuf.EnumValueOptions { Meta enum_value_meta = 1088; }`,
	"confluent/type/decimal.proto": `syntax = "proto3"; package confluent.type;
message Decimal { bytes value = 1; uint32 precision = 2; int32 scale = 3; }`,
}

// Compile reads a schema as .proto files write it. Open returns the text of a file by the path that others import it by,
// or fs.ErrNotExist; name is that of the schema itself. Errors name file, line and column.
func Compile(ctx context.Context, name string, open func(path string) (string, error)) (*Schema, error) {
	left := int64(maxSchema)
	accessor := func(path string) (io.ReadCloser, error) {
		text, err := open(path)
		if errors.Is(err, fs.ErrNotExist) && confluent[path] != "" {
			text, err = confluent[path], nil
		}
		if err == nil && atomic.AddInt64(&left, -int64(len(text))) < 0 {
			err = errSchemaTooLong
		}
		return io.NopCloser(strings.NewReader(text)), err
	}
	compiler := protocompile.Compiler{
		Resolver: protocompile.WithStandardImports(&protocompile.SourceResolver{Accessor: accessor}),
	}
	files, err := compiler.Compile(ctx, name)
	if err != nil {
		return nil, err
	}
	return &Schema{files: []protoreflect.FileDescriptor{files[0]}}, nil
}

// Descriptors reads a schema as `protoc --descriptor_set_out` writes it.
func Descriptors(data []byte) (*Schema, error) {
	if len(data) > maxSchema {
		return nil, errSchemaTooLong
	}
	var set descriptorpb.FileDescriptorSet
	if err := proto.Unmarshal(data, &set); err != nil || len(set.File) == 0 {
		return nil, errors.New("it holds no file descriptor set, which `protoc --include_imports --descriptor_set_out=FILE` writes")
	}
	files, err := protodesc.NewFiles(&set)
	if err != nil {
		return nil, fmt.Errorf("%w: write it with `protoc --include_imports`", err)
	}
	s := new(Schema)
	files.RangeFiles(func(f protoreflect.FileDescriptor) bool {
		s.files = append(s.files, f)
		return true
	})
	slices.SortFunc(s.files, func(a, b protoreflect.FileDescriptor) int { return cmp.Compare(a.Path(), b.Path()) })
	return s, nil
}

// Message returns the message type of a name, with or without its package; without a name it is the only one.
func (s *Schema) Message(name string) (protoreflect.MessageDescriptor, error) {
	var found []protoreflect.MessageDescriptor
	var names []string
	for _, f := range s.files {
		for m := range messages(f.Messages()) {
			full := string(m.FullName())
			switch {
			case full == name:
				return m, nil
			case name == "" && m.Parent() == f && !strings.HasPrefix(full, "google.protobuf."), name != "" && strings.HasSuffix(full, "."+name):
				found = append(found, m)
			}
			names = append(names, full)
		}
	}
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(names) == 0:
		return nil, errors.New("it has no message")
	case name == "":
		return nil, &MessageError{"", names}
	}
	return nil, &MessageError{name, names}
}

// MessageError is the error of a message that a schema does not have, or, without a name, that was to be named.
type MessageError struct {
	Name  string
	Known []string // the full names of those that it has
}

// Error names the messages that there are.
func (e *MessageError) Error() string {
	const most = 10
	known := strings.Join(e.Known[:min(most, len(e.Known))], ", ")
	if len(e.Known) > most {
		known += ", .."
	}
	if e.Name == "" {
		return "it has several messages: name one of " + known
	}
	return fmt.Sprintf("it has no message %s, or several: expected one of %s", e.Name, known)
}

// messages goes through messages and those inside them.
func messages(list protoreflect.MessageDescriptors) func(func(protoreflect.MessageDescriptor) bool) {
	return func(yield func(protoreflect.MessageDescriptor) bool) {
		for i := range list.Len() {
			m := list.Get(i)
			if m.IsMapEntry() {
				continue
			}
			if !yield(m) {
				return
			}
			for inside := range messages(m.Messages()) {
				if !yield(inside) {
					return
				}
			}
		}
	}
}

// At returns the message type that indexes lead to: the first is its place among the messages of the file, each other
// one among those inside the message before.
func (s *Schema) At(indexes []int) (protoreflect.MessageDescriptor, error) {
	list := s.files[0].Messages()
	var m protoreflect.MessageDescriptor
	for _, i := range indexes {
		if i < 0 || i >= list.Len() {
			return nil, fmt.Errorf("it has no message at the indexes %v", indexes)
		}
		m = list.Get(i)
		list = m.Messages()
	}
	if m == nil {
		return nil, errors.New("it has no message at no index")
	}
	return m, nil
}
