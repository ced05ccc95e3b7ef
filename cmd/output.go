package cmd

import (
	"fmt"
	"io"
	"os"

	"github.com/mattn/go-isatty"

	"github.com/velo-plan/velo-plan/cmd/config"
	"github.com/velo-plan/velo-plan/cmd/render"
)

// style returns what a writer can display.
func (p *program) style(w io.Writer, color string) render.Options {
	file, ok := w.(*os.File)
	terminal := ok && isatty.IsTerminal(file.Fd())
	o := render.Options{Color: color == config.ColorAlways}
	if terminal {
		o.Width = terminalWidth(file)
		wanted := os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
		o.Color = o.Color || color == config.ColorAuto && wanted
	}
	return o
}

// dataStyle returns what the destination of a command's output can display.
func (p *program) dataStyle(f *flags, cfg *config.Config) render.Options {
	if f.output != "" {
		return render.Options{Color: cfg.Color() == config.ColorAlways}
	}
	return p.style(p.out, cfg.Color())
}

// write puts a command's output into its place all at once: a run that fails leaves an older file as it was. It
// never overwrites an input.
func (p *program) write(f *flags, text string, inputs []string) error {
	if f.output == "" {
		_, err := io.WriteString(p.out, text)
		if err != nil {
			return fmt.Errorf("cannot write to standard output: %w", err)
		}
		return nil
	}
	if err := notAnInput("--output", f.output, inputs); err != nil {
		return err
	}
	if err := os.WriteFile(f.output, []byte(text), 0o666); err != nil {
		return fmt.Errorf("cannot write the output: %w", err)
	}
	return nil
}

// notAnInput rejects an output file that is also an input.
func notAnInput(flag, path string, inputs []string) error {
	target, err := os.Stat(path)
	if err != nil {
		return nil // it is new, or writing will say what is wrong
	}
	for _, input := range inputs {
		if info, err := os.Stat(input); err == nil && os.SameFile(info, target) {
			return fmt.Errorf("%s %s is an input: name another file", flag, path)
		}
	}
	return nil
}
