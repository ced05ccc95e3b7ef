package syntax

import (
	"go/ast"
	goparser "go/parser"
	gotoken "go/token"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/velo-plan/velo-plan/planner/diag"
)

// nodeTypes holds one value of every node that Inspect can be called for or can reach.
// TestNodeTypesAreListed keeps it complete.
var nodeTypes = []Node{
	&Statement{}, &ColumnDef{},
	&QueryExpr{}, &CTE{}, &SetOp{}, &Values{}, &Select{}, &Item{}, &GroupBy{}, &GroupElement{}, &Window{}, &NamedWindow{},
	&Emit{}, &OrderItem{}, &Limit{},
	&TableRef{}, &DerivedTable{}, &TableFunc{}, &MatchRecognize{}, &Join{},
	&Column{}, &Star{}, &Literal{}, &Unary{}, &Binary{}, &Between{}, &In{}, &Is{}, &Case{}, &Call{}, &Cast{}, &Index{}, &Field{},
	&Subquery{}, &Exists{}, &Quantified{}, &Tuple{}, &TableArg{}, &Over{}, &Frame{},
}

// parts are the types that have a place and are no nodes of the walk. The expressions in them are
// children of the node that holds them.
var parts = []Node{Ident{}, Annotation{}, Property{}, Duration{}, Bound{}}

// again names the fields that hold expressions which another field of the same node holds too.
var again = map[string]string{"GroupElement.Sets": "every expression of Sets is in Exprs (TestSetsAreExprs)"}

// TestNodeTypesAreListed compares nodeTypes and parts with the source: every struct that embeds At
// is in one of them.
func TestNodeTypesAreListed(t *testing.T) {
	listed := map[string]bool{}
	for _, n := range append(append([]Node{}, nodeTypes...), parts...) {
		listed[reflect.Indirect(reflect.ValueOf(n)).Type().Name()] = true
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := goparser.ParseFile(gotoken.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range typesWithAt(file) {
			found++
			if !listed[name] {
				t.Errorf("%s is in neither nodeTypes nor parts", name)
			}
		}
	}
	if found != len(listed) {
		t.Errorf("the source has %d types with a place, the lists %d", found, len(listed))
	}
}

// typesWithAt returns the names of the structs of a file that embed At.
func typesWithAt(file *ast.File) []string {
	var names []string
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.TypeSpec); ok {
			if s, ok := spec.Type.(*ast.StructType); ok && embedsAt(s) {
				names = append(names, spec.Name.Name)
			}
		}
		return true
	})
	return names
}

func embedsAt(s *ast.StructType) bool {
	for _, f := range s.Fields.List {
		if id, ok := f.Type.(*ast.Ident); ok && len(f.Names) == 0 && id.Name == "At" {
			return true
		}
	}
	return false
}

// place is a field, or a field of a field, of a node. plant puts a node there and returns it.
type place struct {
	name  string
	plant func(root reflect.Value) Node
}

var nodeType = reflect.TypeFor[Node]()

// placesIn returns the places below a type that can hold a node. at finds the value of the type in a
// root, and makes room on the way to it.
func placesIn(t reflect.Type, name string, at func(reflect.Value) reflect.Value) []place {
	if again[name] != "" {
		return nil
	}
	switch {
	case t.Kind() == reflect.Slice:
		return placesIn(t.Elem(), name, func(root reflect.Value) reflect.Value {
			list := at(root)
			list.Set(reflect.MakeSlice(t, 1, 1))
			return list.Index(0)
		})
	case t.Kind() == reflect.Struct:
		var list []place
		for i := range t.NumField() {
			list = append(list, placesIn(t.Field(i).Type, name+"."+t.Field(i).Name, func(root reflect.Value) reflect.Value {
				return at(root).Field(i)
			})...)
		}
		return list
	case t.Implements(nodeType): // a pointer or an interface
		return []place{{name, func(root reflect.Value) Node {
			n := planted(t)
			at(root).Set(n)
			return n.Interface().(Node)
		}}}
	}
	return nil
}

// planted makes a node that a field of the type can hold.
func planted(t reflect.Type) reflect.Value {
	switch {
	case t.Kind() == reflect.Pointer:
		return reflect.New(t.Elem())
	case t == reflect.TypeFor[Source]():
		return reflect.ValueOf(&TableRef{})
	case t == reflect.TypeFor[Body]():
		return reflect.ValueOf(&Values{})
	}
	return reflect.ValueOf(&Column{})
}

// TestInspectReachesEveryPlace plants a node in every place of every type of node, one at a time,
// and expects Inspect to visit it. A type or field that is added later is tested too.
func TestInspectReachesEveryPlace(t *testing.T) {
	total := 0
	for _, n := range nodeTypes {
		typ := reflect.TypeOf(n).Elem()
		for _, place := range placesIn(typ, typ.Name(), reflect.Value.Elem) {
			root := reflect.New(typ)
			want := place.plant(root)
			if got := visits(root.Interface().(Node), want); got != 1 {
				t.Errorf("what stands in %s is visited %d times", place.name, got)
			}
			total++
		}
	}
	if total < 60 {
		t.Errorf("only %d places were found", total)
	}
}

// visits counts how often Inspect visits a node below a root.
func visits(root, want Node) int {
	n := 0
	Inspect(root, func(got Node) bool {
		if got == want {
			n++
		}
		return true
	})
	return n
}

// TestInspectPassesNil inspects every type of node with nothing in it.
func TestInspectPassesNil(t *testing.T) {
	for _, n := range nodeTypes {
		typ := reflect.TypeOf(n).Elem()
		Inspect(reflect.New(typ).Interface().(Node), func(got Node) bool {
			if v := reflect.ValueOf(got); v.IsNil() || v.Elem().Type() != typ {
				t.Errorf("%s is empty, but a %T below it is visited", typ.Name(), got)
			}
			return true
		})
		Inspect(reflect.Zero(reflect.PointerTo(typ)).Interface().(Node), func(Node) bool {
			t.Errorf("a nil *%s is visited", typ.Name())
			return true
		})
	}
}

// TestReplaceReachesEveryPlace plants a column in every place of every expression, and of what
// expressions are made of, in which ColumnsIn finds it: Replace must replace it.
func TestReplaceReachesEveryPlace(t *testing.T) {
	total := 0
	for _, n := range nodeTypes {
		typ := reflect.TypeOf(n).Elem()
		for _, place := range placesIn(typ, typ.Name(), reflect.Value.Elem) {
			root := reflect.New(typ)
			column, ok := place.plant(root).(*Column)
			if !ok {
				continue
			}
			e := within(root.Interface().(Node))
			if e == nil || len(ColumnsIn(e)) == 0 {
				continue
			}
			total++
			got := Replace(e, func(c *Column) Expr { return &Literal{Kind: Null} })
			if left := ColumnsIn(got); len(left) > 0 {
				t.Errorf("the column in %s is not replaced", place.name)
			}
			if kept := ColumnsIn(e); len(kept) != 1 || kept[0] != column {
				t.Errorf("Replace changed the original: %s", place.name)
			}
		}
	}
	if total < 30 {
		t.Errorf("only %d places were found", total)
	}
}

// within returns an expression in which a node stands, nil if it cannot stand in one.
func within(n Node) Expr {
	switch n := n.(type) {
	case Expr:
		return n
	case Source:
		return &TableArg{Source: n}
	case *Over:
		return &Call{Over: n}
	case *Frame:
		return &Call{Over: &Over{Frame: n}}
	case *OrderItem:
		return &Call{OrderBy: []*OrderItem{n}}
	case *Item:
		return &TableArg{Source: &MatchRecognize{Measures: []*Item{n}}}
	}
	return nil
}

// TestSetsAreExprs checks that Inspect, which visits Exprs, misses no expression of a grouping set.
func TestSetsAreExprs(t *testing.T) {
	for _, sql := range corpus(t) {
		file, _ := Parse(diag.NewSource("test", sql))
		for _, s := range file.Statements {
			Inspect(s, func(n Node) bool {
				if e, ok := n.(*GroupElement); ok {
					for _, set := range e.Sets {
						for _, want := range set {
							if visits(e, want) == 0 {
								t.Errorf("%s: %s is in a set and not in Exprs", sql, Format(want))
							}
						}
					}
				}
				return true
			})
		}
	}
}
