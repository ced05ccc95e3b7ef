package cmd

import (
	"errors"
	"fmt"
	"io"

	"github.com/velo-plan/velo-plan/cmd/config"
)

// places lists the files that are to be written.
func (f *replayFlags) places() []place {
	list := []place{{"--output", f.output}, {"--state", f.state}}
	if f.rejectsFile() {
		list = append(list, place{"--on-error", f.onError})
	}
	return list
}

// rejectsFile reports whether --on-error names a file.
func (f *replayFlags) rejectsFile() bool {
	return f.onError != onErrorSkip && f.onError != onErrorFail
}

// errNotWhole ends the writing of rejected lines that are not all there are: a state says of itself that it is partial, and
// they cannot.
var errNotWhole = errors.New("the replay ended early")

// withRejects calls use with the file of --on-error, or with nil. The file gets its name when use has succeeded; what
// use returns is returned, and then there is no file.
func (f *replayFlags) withRejects(use func(io.Writer) error) error {
	if !f.rejectsFile() {
		return use(nil)
	}
	var used error
	err := streamFile(f.onError, func(w io.Writer) error {
		used = use(w)
		return used
	})
	if err != nil && used == nil {
		err = fmt.Errorf("cannot write the rejected lines into %s: %w", f.onError, config.Cause(err))
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
