package cmd

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"github.com/velo-plan/velo-plan/replay/objects"
	"github.com/velo-plan/velo-plan/replay/reading"
)

// objectStore is the store that the environment tells.
var objectStore = sync.OnceValues(objects.New)

// openObject opens an object of the store.
func openObject(ctx context.Context, address string) (reading.Object, error) {
	store, err := objectStore()
	if err != nil {
		return nil, err
	}
	return store.Open(ctx, address)
}

// recordsOf expands the patterns among inputs of records, which are files or objects of the store.
func recordsOf(ctx context.Context, args []string) (inputs []string, err error) {
	for _, arg := range args {
		var found []string
		if strings.HasPrefix(arg, objects.Scheme) {
			store, err := objectStore()
			if err == nil {
				found, err = store.Find(ctx, arg)
			}
			if err != nil {
				return nil, fmt.Errorf("%s: %w", arg, err)
			}
		} else if found, err = dataFiles([]string{arg}, recordsPattern); err != nil {
			return nil, err
		}
		inputs = append(inputs, found...)
	}
	return inputs, nil
}
