package cmd

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/velo-plan/velo-plan/cmd/config"
)

// checkSinks refuses files to be written that are read too, or written twice.
func (f *replayFlags) checkSinks(inputs []string) error {
	if f.rejectsFile() {
		if f.onError == f.output || f.onError == f.state {
			return fmt.Errorf("--on-error %s is another output too: name another file", f.onError)
		}
		if err := notAnInput("--on-error", f.onError, inputs); err != nil {
			return err
		}
	}
	if f.state != "" && f.state == f.output {
		return fmt.Errorf("--state %s is the --output too: name another file", f.state)
	}
	return notAnInput("--state", f.state, inputs)
}

// rejectsFile reports whether --on-error names a file.
func (f *replayFlags) rejectsFile() bool {
	return f.onError != onErrorSkip && f.onError != onErrorFail
}

// withRejects calls use with the file of --on-error, or with nil.
func (f *replayFlags) withRejects(use func(io.Writer) error) error {
	if !f.rejectsFile() {
		return use(nil)
	}
	file, err := os.Create(f.onError)
	if err != nil {
		return fmt.Errorf("cannot write the rejected lines: %w", err)
	}
	err = use(file)
	if failed := file.Close(); failed != nil {
		err = errors.Join(err, fmt.Errorf("cannot write the rejected lines: %w", failed))
	}
	return err
}

// withState calls use with the file of --state, or with nil. The file gets its name when all of it is
// written; what use returns is returned, and then there is no file.
func withState(path string, use func(io.Writer) error) error {
	if path == "" {
		return use(nil)
	}
	var used error
	err := streamFile(path, func(w io.Writer) error {
		state := &watched{w: w}
		if used = use(state); used != nil {
			return used
		}
		return state.err
	})
	if err != nil && used == nil {
		err = fmt.Errorf("cannot write the state %s: %w", path, config.Cause(err))
	}
	return err
}

// watched is a writer that remembers its first error.
type watched struct {
	w   io.Writer
	err error
}

// Write implements io.Writer.
func (w *watched) Write(b []byte) (int, error) {
	n, err := w.w.Write(b)
	if w.err == nil {
		w.err = err
	}
	return n, err
}
