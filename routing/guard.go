package routing

import (
	"errors"
	"fmt"
	"runtime/debug"
)

// PanicError reports a callback that panicked, or that ended its goroutine with runtime.Goexit.
type PanicError struct {
	// Partition is the one whose batch was being consumed, or -1 if the source panicked.
	Partition int
	// Value is what was given to panic.
	Value any
	// Stack is the stack of the goroutine at the panic, as runtime/debug prints it.
	Stack []byte
}

// Error names who panicked, and the value, without the stack.
func (e *PanicError) Error() string {
	if e.Partition < 0 {
		return fmt.Sprintf("routing: the source panicked: %v", e.Value)
	}
	return fmt.Sprintf("routing: the consumer of partition %d panicked: %v", e.Partition, e.Value)
}

// Unwrap returns the value given to panic if it is an error.
func (e *PanicError) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}

// errGoexit stands in for the panic's value when there was none.
var errGoexit = errors.New("it called runtime.Goexit")

// sourcePartition is the PanicError.Partition of the source's callbacks.
const sourcePartition = -1

// call runs f and turns a panic into an error. If f ends the goroutine, call stops the run itself, since the
// caller will not get the chance.
func (r *run[R]) call(partition int, f func() error) (err error) {
	returned := false
	defer func() {
		if returned {
			return
		}
		if value := recover(); value != nil {
			err = &PanicError{Partition: partition, Value: value, Stack: debug.Stack()}
			return
		}
		r.fail(&PanicError{Partition: partition, Value: errGoexit, Stack: debug.Stack()})
	}()
	err = f()
	returned = true
	return err
}
