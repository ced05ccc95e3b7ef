package cmd

import (
	"errors"
	"fmt"
	"os"

	"github.com/velo-plan/velo-plan/replay"
)

// unfinished is behind the name of a file that is not complete.
const unfinished = ".unfinished"

// sinks are the files that a replay writes while it runs.
type sinks struct {
	rejects *os.File // of --on-error; nil: nobody wants the rejected lines
	state   *os.File // of --state, under a name of its own until it is complete; nil: nobody wants it
	path    string   // that the state is to have
}

// openSinks opens the files that the flags name.
func openSinks(f *replayFlags, inputs []string) (*sinks, error) {
	s := &sinks{path: f.state}
	if f.onError != onErrorSkip && f.onError != onErrorFail {
		if f.onError == f.output || f.onError == f.state {
			return nil, fmt.Errorf("--on-error %s is another output too: name another file", f.onError)
		}
		if err := notAnInput("--on-error", f.onError, inputs); err != nil {
			return nil, err
		}
		file, err := os.Create(f.onError)
		if err != nil {
			return nil, fmt.Errorf("cannot write the rejected lines: %w", err)
		}
		s.rejects = file
	}
	if f.state == "" {
		return s, nil
	}
	err := notAnInput("--state", f.state, inputs)
	if f.state == f.output {
		err = fmt.Errorf("--state %s is the --output too: name another file", f.state)
	}
	if err == nil {
		s.state, err = createState(f.state)
	}
	if err != nil {
		return nil, errors.Join(err, s.discard())
	}
	return s, nil
}

// createState creates the file of a state under the name that it has until it is complete.
func createState(path string) (*os.File, error) {
	file, err := os.Create(path + unfinished)
	if err != nil {
		return nil, fmt.Errorf("cannot write the state: %w", err)
	}
	return file, nil
}

// keepState gives a state that is complete its name.
func keepState(file *os.File, path string) error {
	if err := errors.Join(file.Close(), os.Rename(path+unfinished, path)); err != nil {
		return fmt.Errorf("cannot write the state: %w", err)
	}
	return nil
}

// dropState removes a state that will not be complete.
func dropState(file *os.File) error { return errors.Join(file.Close(), os.Remove(file.Name())) }

// attach makes a replay write into the sinks.
func (s *sinks) attach(run *replay.Config) {
	if s.rejects != nil {
		run.Rejects = s.rejects
	}
	if s.state != nil {
		run.State = s.state
	}
}

// close ends the files of a replay that has a report.
func (s *sinks) close() (err error) {
	if s.rejects != nil {
		if err = s.rejects.Close(); err != nil {
			err = fmt.Errorf("cannot write the rejected lines: %w", err)
		}
	}
	if s.state != nil {
		err = errors.Join(err, keepState(s.state, s.path))
	}
	return err
}

// discard ends the files of a replay that never began.
func (s *sinks) discard() (err error) {
	if s.rejects != nil {
		err = errors.Join(s.rejects.Close(), os.Remove(s.rejects.Name()))
	}
	if s.state != nil {
		err = errors.Join(err, dropState(s.state))
	}
	return err
}
