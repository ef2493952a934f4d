// kwok, which plays every node's kubelet, ended by the end of standard input like the servers (../servers/main.go).
package main

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/pflag"
	"sigs.k8s.io/kwok/pkg/config"
	"sigs.k8s.io/kwok/pkg/kwok/cmd"
	"sigs.k8s.io/kwok/pkg/utils/signals"
)

// kwok reads --config before its other flags, so these are parsed by themselves first.
func run() error {
	early := pflag.NewFlagSet("early", pflag.ContinueOnError)
	early.ParseErrorsWhitelist.UnknownFlags = true
	early.Usage = func() {}
	front := early.String("shells-address", "", "where exec is answered; the port that nodes tell")
	behind := early.String("server-address", "", "kwok's own address")
	ctx, err := config.InitFlags(signals.SetupSignalContext(), early)
	if err != nil {
		return err
	}
	go func() {
		fmt.Fprintln(os.Stderr, serveShells(*front, *behind))
		os.Exit(1)
	}()
	kubelets := cmd.NewCommand(ctx)
	kubelets.PersistentFlags().AddFlagSet(early)
	return kubelets.ExecuteContext(ctx)
}

func main() {
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
