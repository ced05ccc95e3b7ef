package replay

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
)

// stdinPath is the input that means Config.Stdin.
const stdinPath = "-"

// InputError is an input that could not be read.
type InputError struct {
	Path string // as it was given
	Err  error
}

// Error names the input and what is the matter with it.
func (e *InputError) Error() string {
	if e.Path == stdinPath {
		return fmt.Sprintf("cannot read the standard input: %v", e.Err)
	}
	return fmt.Sprintf("cannot read the input %s: %v", e.Path, e.Err)
}

// Unwrap returns the cause.
func (e *InputError) Unwrap() error { return e.Err }

var (
	errNoInput   = errors.New("replay: no input is given: name a file, or - for the standard input")
	errNoStdin   = errors.New("there is none")
	errStdin     = errors.New("it is named more than once, and can be read only once")
	errDirectory = errors.New("it is a directory; name the files in it")
)

// checkInputs finds out whether every input can be read.
func checkInputs(cfg Config) error {
	if len(cfg.Inputs) == 0 {
		return errNoInput
	}
	stdin := 0
	for _, path := range cfg.Inputs {
		if path == stdinPath {
			stdin++
			continue
		}
		if err := checkFile(path); err != nil {
			return &InputError{Path: path, Err: err}
		}
	}
	switch {
	case stdin > 0 && cfg.Stdin == nil:
		return &InputError{Path: stdinPath, Err: errNoStdin}
	case stdin > 1:
		return &InputError{Path: stdinPath, Err: errStdin}
	}
	return nil
}

// checkFile opens a regular file and closes it again. A pipe is only looked at: opening it and
// letting go would break it for the program that writes.
func checkFile(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return cause(err)
	}
	if info.IsDir() {
		return errDirectory
	}
	if !info.Mode().IsRegular() {
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return cause(err)
	}
	return f.Close()
}

// cause returns what an error of the package os is about, without the path that InputError names.
func cause(err error) error {
	if p, ok := err.(*os.PathError); ok {
		return p.Err
	}
	return err
}

// reader is an open input.
type reader interface {
	// read reads at most len(buf) bytes, at least one if there is no error, io.EOF at the end. When
	// it gives up because ctx is done, buf belongs to the reader for good.
	read(ctx context.Context, buf []byte) (int, error)
	close()
}

// openInput opens an input. Regular files are read in place, whatever may make the reader wait
// by a pump.
func openInput(path string, stdin io.Reader) (reader, error) {
	if path == stdinPath {
		return newPump(stdin, nil), nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, cause(err)
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, cause(err)
	}
	if !info.Mode().IsRegular() {
		return newPump(f, f), nil
	}
	return fileReader{f}, nil
}

// fileReader reads a regular file.
type fileReader struct{ *os.File }

func (f fileReader) read(_ context.Context, buf []byte) (int, error) {
	n, err := f.Read(buf)
	return n, cause(err)
}

func (f fileReader) close() { f.Close() }
