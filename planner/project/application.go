package project

import (
	"slices"

	"github.com/velo-plan/velo-plan/planner/syntax"
)

// application returns the name that a statement's annotations give to the application of its text: @application, or
// else the header.
func application(stmt *syntax.Statement) string {
	title := ""
	for _, a := range stmt.Annotations {
		switch {
		case a.Header && a.Name == "SQL Application":
			title = a.Value
		case !a.Header && (a.Name == "application" || a.Name == "app") && a.Value != "":
			return a.Value
		}
	}
	return title
}

// apart reports whether two units belong to different applications.
func (u *Unit) apart(other *Unit) bool {
	return u.app != "" && other.app != "" && u.app != other.app
}

// shares reports whether two units read a topic in common.
func (u *Unit) shares(other *Unit) bool {
	for _, r := range u.reads {
		for _, o := range other.reads {
			if r.name == o.name {
				return true
			}
		}
	}
	return false
}

// Foreign reports whether what the texts say of a stream comes from statements of other applications alone: another
// one may mean another stream by the name.
func (e *Environment) Foreign(name string) bool {
	if e.project == nil || e.here == nil {
		return false
	}
	apps, here := e.project.of(e.topic(name)).apps, e.here.app
	return len(apps) > 0 && !slices.Contains(apps, "") && !slices.Contains(apps, here)
}
