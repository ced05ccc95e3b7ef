// Package cmd is the program: flags in, exit code out. Its commands gather what to work on and
// hand it over; the thinking is done elsewhere.
//
//	args ──► root ─┬─ explain ────► sources ──► pipeline.Plan ────────┐
//	               ├─ replay ─────► route ────► replay.Run ───────────┼──► render ──► output ──► exit code
//	               ├─ lint ───────► sources ──► lint.Run ─────────────┤
//	               ├─ strategies, rules ──────────────────────────────┤
//	               ├─ generate ───► generate.Run ─────────────────────┼──────────────► output
//	               └─ schema, version, completion, help ──────────────┘
//	                    config: flags, VELO_PLAN_*, velo-plan.yaml
//
// This package is the only place where a plan becomes the configuration of a router.
package cmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/velo-plan/velo-plan/cmd/config"
	"github.com/velo-plan/velo-plan/cmd/render"
	"github.com/velo-plan/velo-plan/planner/catalog/mapping"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/replay/unfinished"
)

// The exit codes, the same for every command.
const (
	exitFine        = 0
	exitFindings    = 1   // a statement that does not parse, a strategy named against its query
	exitUsage       = 2   // usage, configuration or unreadable input
	exitFault       = 3   // a failure of velo-plan itself
	exitInterrupted = 130 // Ctrl-C, as shells count it: 128 + SIGINT
)

// Main runs the program and returns its exit code. It never panics: a fault of the program is reported on errOut
// and gives exit code 3. It is not an error if the reader of out goes away.
func Main(args []string, in io.Reader, out, errOut io.Writer) (code int) {
	p := &program{in: in, out: out, errOut: errOut}
	defer func() {
		if fault := recover(); fault != nil {
			code = p.crashed(fault, debug.Stack())
		}
	}()
	if err := roomToRun(addressSpace()); err != nil {
		return p.finish(err)
	}
	// Otherwise a write to a closed pipe would end the process by a signal, and the exit code would be lost.
	signal.Ignore(syscall.SIGPIPE)
	defer p.release()
	root := p.root()
	root.SetArgs(args)
	return p.finish(root.ExecuteContext(context.Background()))
}

// program is one run of the program.
type program struct {
	in          io.Reader
	out, errOut io.Writer
	code        int              // what the command found, unless it fails
	reserved    *unfinished.File // where the output is to go, if that is a file and was tried
}

// usageError is a mistake in the command line.
type usageError struct {
	command string // "velo-plan explain"
	err     error
}

// Error implements error.
func (e usageError) Error() string { return e.err.Error() }

// errInterrupted ends a command that Ctrl-C stopped, after it has printed what it has.
var errInterrupted = errors.New("interrupted")

// interruptible returns a context that Ctrl-C ends, or a request to terminate, so that a command can print what it has. The
// next one has its usual effect: the process ends at once.
func interruptible(ctx context.Context) (context.Context, func()) {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	return ctx, stop
}

// finish turns the error that a command ended with into a message and an exit code.
func (p *program) finish(err error) int {
	var usage usageError
	var mistakes *mapping.Mistakes
	switch {
	case err == nil, errors.Is(err, syscall.EPIPE):
		return p.code
	case errors.Is(err, errInterrupted):
		return exitInterrupted
	case errors.As(err, &mistakes):
		fmt.Fprint(p.errOut, render.Diagnostics(asDiagnostics(mistakes), p.style(p.errOut, config.ColorAuto)))
	case errors.As(err, &usage):
		fmt.Fprintf(p.errOut, "velo-plan: %s\nsee %s --help\n", render.Clean(err.Error()), usage.command)
	default:
		fmt.Fprintf(p.errOut, "velo-plan: %s\n", render.Clean(err.Error()))
	}
	return exitUsage
}

// asDiagnostics turns the mistakes of a YAML file into diagnostics with their lines.
func asDiagnostics(m *mapping.Mistakes) []diag.Diagnostic {
	source := diag.NewSource(m.Name, m.Text)
	list := make([]diag.Diagnostic, len(m.List))
	for i, one := range m.List {
		list[i] = diag.Diagnostic{Severity: diag.Error, Source: source,
			Span: diag.Span{Start: one.Start, End: one.End}, Message: one.Message, Help: one.Help}
	}
	return list
}

// debugVariable makes a fault show where it happened.
const debugVariable = "VELO_PLAN_DEBUG"

// crashed reports a fault of the program.
func (p *program) crashed(fault any, stack []byte) int {
	fmt.Fprintf(p.errOut, "velo-plan: a fault of velo-plan itself: %s\n"+
		"Please report it with the command and, if you can, its input: https://github.com/velo-plan/velo-plan/issues\n",
		render.Clean(fmt.Sprint(fault)))
	if os.Getenv(debugVariable) == "1" {
		fmt.Fprintf(p.errOut, "%s\n", stack)
	} else {
		fmt.Fprintf(p.errOut, "%s=1 shows where it happened.\n", debugVariable)
	}
	return exitFault
}
