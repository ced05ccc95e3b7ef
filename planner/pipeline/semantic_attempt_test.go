//go:build !race

package pipeline_test

import (
	"fmt"
	"runtime/debug"
	"testing"
)

// attempt is a testing.TB for statements that may turn out not to be ones: a failure ends the attempt,
// not the test.
type attempt struct {
	testing.TB
	cleanups []func()
}

// failed is what ends an attempt.
type failed struct{ text string }

// crashed is what begins the failure of a try that panics.
const crashed = "panic: "

// try runs f and says what ended it; "" if nothing did.
func try(t testing.TB, f func(t testing.TB)) (failure string) {
	a := &attempt{TB: t}
	defer func() {
		for _, clean := range a.cleanups {
			clean()
		}
		switch r := recover().(type) {
		case nil:
		case failed:
			failure = r.text
		default:
			failure = fmt.Sprintf("%s%v\n%s", crashed, r, debug.Stack())
		}
	}()
	f(a)
	return ""
}

func (a *attempt) Helper()                           {}
func (a *attempt) Cleanup(f func())                  { a.cleanups = append(a.cleanups, f) }
func (a *attempt) Fatal(args ...any)                 { panic(failed{fmt.Sprint(args...)}) }
func (a *attempt) Fatalf(format string, args ...any) { panic(failed{fmt.Sprintf(format, args...)}) }
func (a *attempt) Error(args ...any)                 { a.Fatal(args...) }
func (a *attempt) Errorf(format string, args ...any) { a.Fatalf(format, args...) }
