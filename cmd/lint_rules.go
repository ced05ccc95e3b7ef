package cmd

import (
	"errors"
	"fmt"
	"maps"

	"github.com/velo-plan/velo-plan/planner/lint"
)

// choose applies --rule and --disable to the levels of the configuration file. A rule that --rule names by its code is
// asked even if the file turns it off; one that it names by its family is not. --disable is stronger than both. A text
// that cannot be read is said anyway: it must not look fine.
func (f *lintFlags) choose(rules *lint.Config) error {
	wanted, err := selected("--rule", f.only)
	if err != nil {
		return err
	}
	unwanted, err := selected("--disable", f.disable)
	if err != nil || len(wanted)+len(unwanted) == 0 {
		return err
	}
	levels := maps.Clone(rules.Levels)
	if levels == nil {
		levels = map[string]lint.Level{}
	}
	left := false
	for _, r := range lint.All {
		code := r.Code()
		byCode, named := wanted[code]
		switch {
		case has(unwanted, code), len(wanted) > 0 && !named && !r.AboutReading():
			levels[code] = lint.LevelOff
		case byCode && rules.Level(r) == lint.LevelOff:
			levels[code] = lint.Level(r.Severity.String())
		}
		rule := lint.Config{Levels: levels, NoEngine: rules.NoEngine}
		left = left || (named || len(wanted) == 0) && rule.Level(r) != lint.LevelOff
	}
	if !left {
		return errors.New("no rule is left to ask: --disable or velo-plan.yaml turns off all that --rule names")
	}
	rules.Levels = levels
	return nil
}

// selected returns the codes that the arguments of a flag select, and whether each is named by itself and not only by
// its family.
func selected(flag string, args []string) (map[string]bool, error) {
	codes := map[string]bool{}
	for _, arg := range args {
		rules := lint.Select(arg)
		if rules == nil {
			return nil, fmt.Errorf("%s: there is no rule or family %q; %svelo-plan rules lists all; the families are %s", flag, arg, lint.Meant(arg), list(lint.Families()))
		}
		_, byCode := lint.Lookup(arg)
		for _, r := range rules {
			codes[r.Code()] = codes[r.Code()] || byCode
		}
	}
	return codes, nil
}

func has(codes map[string]bool, code string) bool {
	_, ok := codes[code]
	return ok
}

// selections are the families and codes that --rule and --disable take.
func selections() []string {
	list := lint.Families()
	for _, r := range lint.All {
		list = append(list, r.Code())
	}
	return list
}
