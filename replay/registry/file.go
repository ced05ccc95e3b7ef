package registry

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/velo-plan/velo-plan/replay/avro"
	"github.com/velo-plan/velo-plan/replay/protobuf"
)

// maxFile is the largest file of a schema.
const maxFile = 1 << 20

// errFileName is the error of a file whose name does not tell what it holds.
var errFileName = errors.New("its name does not tell what it holds: expected .avsc (Avro), .proto, .desc (Protobuf) or .json (JSON Schema)")

// ReadFile reads a schema from a file; its name says of which format it is. For Protobuf, # and the name of a message may
// follow.
func ReadFile(ctx context.Context, name string) (*Schema, error) {
	path, message, _ := strings.Cut(name, "#")
	ext := strings.ToLower(filepath.Ext(path))
	switch ext {
	case ".avsc", ".json", ".proto", ".desc", ".pb", ".binpb", ".protoset":
	default:
		return nil, errFileName
	}
	text, err := readSmall(path)
	if err != nil {
		return nil, err
	}
	switch ext {
	case ".avsc":
		parsed, err := avro.Parse(text, nil)
		return &Schema{Format: Avro, avro: parsed}, err
	case ".json":
		columns, err := jsonColumns([]byte(text))
		return &Schema{Format: JSON, columns: columns}, err
	}
	s := &Schema{Format: Protobuf}
	if ext == ".proto" {
		s.protobuf, err = protobuf.Compile(ctx, filepath.Base(path), func(other string) (string, error) {
			return readSmall(filepath.Join(filepath.Dir(path), filepath.FromSlash(other)))
		})
	} else {
		s.protobuf, err = protobuf.Descriptors([]byte(text))
	}
	if err != nil {
		return nil, err
	}
	if s.message, err = s.protobuf.Message(message); err != nil {
		return nil, fmt.Errorf("%w, as %s#NAME", err, path)
	}
	return s, nil
}

// readSmall reads a file of at most maxFile bytes.
func readSmall(path string) (string, error) {
	info, err := os.Stat(path)
	if err == nil && info.Size() > maxFile {
		return "", fmt.Errorf("it is larger than %d bytes", maxFile)
	}
	if err == nil && !info.Mode().IsRegular() {
		return "", errors.New("it is no file")
	}
	data, err := os.ReadFile(path)
	if detail := (*fs.PathError)(nil); errors.As(err, &detail) {
		err = detail.Err
	}
	return string(data), err
}
