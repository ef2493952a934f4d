// etcd, kube-apiserver, kube-controller-manager and kube-scheduler in one program, built from their own Go modules. The
// first argument says which one to be. One program links in a quarter of the time and room of four.
package main

import (
	"fmt"
	"io"
	"net/url"
	"os"

	"github.com/spf13/cobra"
	"go.etcd.io/etcd/server/v3/embed"
	"k8s.io/component-base/cli"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	controllers "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
)

const roomForTwentyThousandPods = 6 << 30

// The whole of a one-member etcd for tests: no fsync, because what it holds dies with the test.
func newEtcdCommand() *cobra.Command {
	var folder, clients, peers string
	command := &cobra.Command{Use: "etcd", RunE: func(*cobra.Command, []string) error {
		config := embed.NewConfig()
		config.Dir = folder
		config.UnsafeNoFsync = true
		config.LogLevel = "error"
		config.QuotaBackendBytes = roomForTwentyThousandPods
		forClients, err := url.Parse(clients)
		if err != nil {
			return err
		}
		forPeers, err := url.Parse(peers)
		if err != nil {
			return err
		}
		config.ListenClientUrls, config.AdvertiseClientUrls = []url.URL{*forClients}, []url.URL{*forClients}
		config.ListenPeerUrls, config.AdvertisePeerUrls = []url.URL{*forPeers}, []url.URL{*forPeers}
		config.InitialCluster = config.InitialClusterFromName(config.Name)
		running, err := embed.StartEtcd(config)
		if err != nil {
			return err
		}
		return <-running.Err()
	}}
	command.Flags().StringVar(&folder, "folder", "", "where the data goes")
	command.Flags().StringVar(&clients, "clients", "", "address for clients")
	command.Flags().StringVar(&peers, "peers", "", "address for peers")
	return command
}

// The rig holds the other end of standard input: when the rig dies, however it dies, so does the server.
func endWithStdin() {
	_, _ = io.Copy(io.Discard, os.Stdin)
	os.Exit(0)
}

func main() {
	commands := map[string]func() *cobra.Command{
		"etcd":                    newEtcdCommand,
		"kube-apiserver":          func() *cobra.Command { return apiserver.NewAPIServerCommand() },
		"kube-controller-manager": func() *cobra.Command { return controllers.NewControllerManagerCommand() },
		"kube-scheduler":          func() *cobra.Command { return scheduler.NewSchedulerCommand() },
	}
	if len(os.Args) < 2 || commands[os.Args[1]] == nil {
		fmt.Fprintln(os.Stderr, "usage: servers etcd|kube-apiserver|kube-controller-manager|kube-scheduler FLAGS")
		os.Exit(2)
	}
	name := os.Args[1]
	os.Args = append([]string{name}, os.Args[2:]...)
	go endWithStdin()
	os.Exit(cli.Run(commands[name]()))
}
