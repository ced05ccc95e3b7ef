package cmd

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"

	"github.com/mattn/go-isatty"

	"github.com/velo-plan/velo-plan/cmd/config"
	"github.com/velo-plan/velo-plan/cmd/render"
	"github.com/velo-plan/velo-plan/replay/unfinished"
)

// style returns what a writer can display.
func (p *program) style(w io.Writer, color string) render.Options {
	file, ok := w.(*os.File)
	terminal := ok && isatty.IsTerminal(file.Fd())
	o := render.Options{ASCII: asciiLocale(os.Getenv), Color: color == config.ColorAlways || color == config.ColorAuto && wantsColor(terminal, os.Getenv)}
	if n, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && n > 0 {
		o.Width = n
	} else if terminal {
		o.Width = terminalWidth(file)
	}
	return o
}

// dataStyle returns what the destination of a command's output can display.
func (p *program) dataStyle(f *flags, cfg *config.Config) render.Options {
	if f.output != "" {
		return render.Options{Color: cfg.Color() == config.ColorAlways, ASCII: asciiLocale(os.Getenv)}
	}
	return p.style(p.out, cfg.Color())
}

// reserve begins the file of --output, so that what is in its way is known before there is something to write. The
// inputs must not be written over.
func (p *program) reserve(f *flags, inputs []string) error {
	if f.output == "" {
		return nil
	}
	if err := p.distinct([]place{{"--output", f.output}}, append(inputs, f.read...)); err != nil {
		return err
	}
	file, err := unfinished.Create(f.output)
	if err != nil {
		return fmt.Errorf("cannot write the output %s: %w", f.output, config.Cause(err))
	}
	p.reserved = file
	return nil
}

// release removes a reserved file that got no output.
func (p *program) release() {
	if p.reserved != nil {
		p.reserved.Discard()
		p.reserved = nil
	}
}

// write puts a command's output into its place all at once: a run that fails leaves an older file as it was. It
// never overwrites an input.
func (p *program) write(f *flags, text string, inputs []string) error {
	return p.writeBy(f, inputs, func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	})
}

// writeBy is write for an output that print writes, which saves the memory of a large text.
func (p *program) writeBy(f *flags, inputs []string, print func(io.Writer) error) error {
	if f.output == "" {
		if err := print(p.out); err != nil {
			return fmt.Errorf("cannot write to standard output: %w", err)
		}
		return nil
	}
	if p.reserved == nil {
		if err := p.reserve(f, inputs); err != nil {
			return err
		}
	}
	file := p.reserved
	err := print(file)
	if err == nil {
		p.reserved = nil
		err = file.Commit()
	}
	if err != nil {
		return fmt.Errorf("cannot write the output %s: %w", f.output, config.Cause(err))
	}
	return nil
}

// place is a file to be written.
type place struct {
	flag string // that names it
	path string
}

// distinct rejects an output file that is also an input or another output, whatever names they have.
func (p *program) distinct(outputs []place, inputs []string) error {
	outputs = slices.DeleteFunc(outputs, func(o place) bool { return o.path == "" })
	for i, o := range outputs {
		for _, other := range outputs[:i] {
			if unfinished.Same(o.path, other.path) {
				return fmt.Errorf("%s %s and %s %s are one file: name another one", other.flag, other.path, o.flag, o.path)
			}
		}
		for _, input := range inputs {
			if unfinished.Same(o.path, input) || input == stdinArgument && p.isStdin(o.path) {
				return fmt.Errorf("%s %s is an input: name another file", o.flag, o.path)
			}
		}
	}
	return nil
}

// isStdin reports whether a path names the file that standard input is read from.
func (p *program) isStdin(path string) bool {
	file, ok := p.in.(*os.File)
	if !ok {
		return false
	}
	read, err := file.Stat()
	written, err2 := os.Stat(path)
	return err == nil && err2 == nil && read.Mode().IsRegular() && os.SameFile(read, written)
}
