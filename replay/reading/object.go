package reading

import (
	"bufio"
	"context"
	"errors"
	"io"
	"strings"
)

// ObjectScheme begins the address of an object in a store.
const ObjectScheme = "s3://"

// Object is an input that lies in a store of objects. Any number of goroutines may use it.
type Object interface {
	io.ReaderAt
	Size() int64 // in bytes
}

// objectRead is how much of an object is read at a time.
const objectRead = 4 << 20

var errNoStore = errors.New("objects are not read here: name a file")

// isObject reports whether an input is an object.
func (c *Config) isObject(path string) bool {
	return c.Topic == nil && strings.HasPrefix(path, ObjectScheme)
}

// openObject opens an object. What is not Parquet is read from its beginning to its end.
func openObject(ctx context.Context, path string, cfg *Config) (input, error) {
	if cfg.Objects == nil {
		return nil, errNoStore
	}
	o, err := cfg.Objects(ctx, path)
	if err != nil {
		return nil, err
	}
	whole := io.NewSectionReader(o, 0, o.Size())
	choose := cfg.chooser(path)
	format, compressed, err := look(io.NewSectionReader(o, 0, o.Size()), choose)
	if err != nil {
		return nil, err
	}
	if !compressed && format == FormatParquet {
		return newParquet(o, o.Size(), nil)
	}
	return newStream(newPump(bufio.NewReaderSize(whole, objectRead), nil, choose), cfg), nil
}
