package cmd

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/velo-plan/velo-plan/cmd/config"
)

// unfinished is appended to the name of a file that is not complete.
const unfinished = ".unfinished"

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
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	mode := fs.FileMode(0o666)
	switch info, err := os.Stat(path); {
	case err == nil && !info.Mode().IsRegular(): // a device or a pipe cannot be replaced by renaming
		return streamInto(path, os.O_WRONLY, mode, fill)
	case err == nil:
		mode = info.Mode().Perm()
	}
	err := streamInto(path+unfinished, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode, fill)
	switch {
	case errors.Is(err, fs.ErrExist):
		return fmt.Errorf("%s is there already: another run is writing it, or one was killed; remove it then", path+unfinished)
	case err == nil:
		err = os.Rename(path+unfinished, path)
	}
	if err != nil {
		os.Remove(path + unfinished) // otherwise it could not even be created
	}
	return err
}

// streamInto opens a file and lets fill write it.
func streamInto(path string, flag int, mode fs.FileMode, fill func(io.Writer) error) error {
	file, err := os.OpenFile(path, flag, mode)
	if err != nil {
		return err
	}
	err = fill(file)
	if failed := file.Close(); err == nil {
		err = failed
	}
	return err
}
