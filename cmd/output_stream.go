package cmd

import (
	"fmt"
	"io"

	"github.com/velo-plan/velo-plan/cmd/config"
	"github.com/velo-plan/velo-plan/replay/unfinished"
)

// stream lets fill write a command's output, piece by piece, to standard output or a file. A file
// is written under another name and gets its own when fill is done; if that fails, an older file
// stays as it was.
func (p *program) stream(path string, fill func(io.Writer) error) error {
	if path == "" {
		widenPipe(p.out)
		if err := fill(p.out); err != nil {
			return fmt.Errorf("cannot write to standard output: %w", err)
		}
		return nil
	}
	if err := streamFile(path, fill); err != nil {
		return fmt.Errorf("cannot write the output %s: %w", path, config.Cause(err))
	}
	return nil
}

// streamFile is stream for a file.
func streamFile(path string, fill func(io.Writer) error) error {
	file, err := unfinished.Create(path)
	if err != nil {
		return err
	}
	committed := false
	defer func() {
		if !committed { // fill has failed, or panics
			file.Discard()
		}
	}()
	if err := fill(file); err != nil {
		return err
	}
	committed = true
	return file.Commit()
}
