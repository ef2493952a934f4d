// The types of volumes: what each is in words, and which of its fields tell where the content comes from. Words as in kubectl's describe.

/** `fields`: label, field of the API, and what to say when it is absent. */
export type VolumeType = {
  readonly words: string;
  readonly fields: readonly (readonly [label: string, field: string, absent?: string])[];
};

const READ_ONLY = ['ReadOnly', 'readOnly', 'false'] as const;
const FS_TYPE = ['FSType', 'fsType'] as const;
const OPTIONAL = ['Optional', 'optional', 'false'] as const;
const SECRET = ['SecretRef', 'secretRef', '<none>'] as const;

export const VOLUME_TYPES: Readonly<Record<string, VolumeType>> = {
  hostPath: {
    words: 'HostPath (bare host directory volume)',
    fields: [
      ['Path', 'path'],
      ['HostPathType', 'type', '<none>'],
    ],
  },
  emptyDir: {
    words: "EmptyDir (a temporary directory that shares a pod's lifetime)",
    fields: [
      ['Medium', 'medium'],
      ['SizeLimit', 'sizeLimit', '<unset>'],
    ],
  },
  secret: { words: 'Secret (a volume populated by a Secret)', fields: [['SecretName', 'secretName'], OPTIONAL] },
  configMap: { words: 'ConfigMap (a volume populated by a ConfigMap)', fields: [['Name', 'name'], OPTIONAL] },
  projected: { words: 'Projected (a volume that contains injected data from multiple sources)', fields: [] },
  downwardAPI: { words: 'DownwardAPI (a volume populated by information about the pod)', fields: [] },
  persistentVolumeClaim: {
    words: 'PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)',
    fields: [['ClaimName', 'claimName'], READ_ONLY],
  },
  ephemeral: {
    words: 'EphemeralVolume (an inline specification for a volume that gets created and deleted with the pod)',
    fields: [],
  },
  csi: {
    words: 'CSI (a Container Storage Interface (CSI) volume source)',
    fields: [['Driver', 'driver'], FS_TYPE, READ_ONLY, ['VolumeAttributes', 'volumeAttributes', '<none>']],
  },
  image: {
    words: 'Image (a container image or OCI artifact)',
    fields: [
      ['Reference', 'reference'],
      ['PullPolicy', 'pullPolicy'],
    ],
  },
  nfs: {
    words: 'NFS (an NFS mount that lasts the lifetime of a pod)',
    fields: [['Server', 'server'], ['Path', 'path'], READ_ONLY],
  },
  gitRepo: {
    words: 'GitRepo (a volume that is pulled from git when the pod is created)',
    fields: [
      ['Repository', 'repository'],
      ['Revision', 'revision'],
    ],
  },
  iscsi: {
    words: "ISCSI (an ISCSI Disk resource that is attached to a kubelet's host machine and then exposed to the pod)",
    fields: [
      ['TargetPortal', 'targetPortal'],
      ['IQN', 'iqn'],
      ['Lun', 'lun', '0'],
      ['ISCSIInterface', 'iscsiInterface'],
      FS_TYPE,
      READ_ONLY,
      ['Portals', 'portals', '[]'],
      ['DiscoveryCHAPAuth', 'chapAuthDiscovery', 'false'],
      ['SessionCHAPAuth', 'chapAuthSession', 'false'],
      SECRET,
      ['InitiatorName', 'initiatorName', '<none>'],
    ],
  },
  fc: {
    words: 'FC (a Fibre Channel disk)',
    fields: [['TargetWWNs', 'targetWWNs'], ['LUN', 'lun', '<none>'], FS_TYPE, READ_ONLY],
  },
  rbd: {
    words: "RBD (a Rados Block Device mount on the host that shares a pod's lifetime)",
    fields: [
      ['CephMonitors', 'monitors'],
      ['RBDImage', 'image'],
      FS_TYPE,
      ['RBDPool', 'pool'],
      ['RadosUser', 'user'],
      ['Keyring', 'keyring'],
      SECRET,
      READ_ONLY,
    ],
  },
  cephfs: {
    words: "CephFS (a CephFS mount on the host that shares a pod's lifetime)",
    fields: [
      ['Monitors', 'monitors'],
      ['Path', 'path'],
      ['User', 'user'],
      ['SecretFile', 'secretFile'],
      SECRET,
      READ_ONLY,
    ],
  },
  glusterfs: {
    words: "Glusterfs (a Glusterfs mount on the host that shares a pod's lifetime)",
    fields: [['EndpointsName', 'endpoints'], ['Path', 'path'], READ_ONLY],
  },
  flexVolume: {
    words: 'FlexVolume (a generic volume resource that is provisioned/attached using an exec based plugin)',
    fields: [['Driver', 'driver'], FS_TYPE, SECRET, READ_ONLY, ['Options', 'options', '<none>']],
  },
  gcePersistentDisk: {
    words: 'GCEPersistentDisk (a Persistent Disk resource in Google Compute Engine)',
    fields: [['PDName', 'pdName'], FS_TYPE, ['Partition', 'partition', '0'], READ_ONLY],
  },
  awsElasticBlockStore: {
    words: 'AWSElasticBlockStore (a Persistent Disk resource in AWS)',
    fields: [['VolumeID', 'volumeID'], FS_TYPE, ['Partition', 'partition', '0'], READ_ONLY],
  },
  azureDisk: {
    words: 'AzureDisk (an Azure Data Disk mount on the host and bind mount to the pod)',
    fields: [
      ['DiskName', 'diskName'],
      ['DiskURI', 'diskURI'],
      ['Kind', 'kind'],
      FS_TYPE,
      ['CachingMode', 'cachingMode'],
      READ_ONLY,
    ],
  },
  azureFile: {
    words: 'AzureFile (an Azure File Service mount on the host and bind mount to the pod)',
    fields: [['SecretName', 'secretName'], ['ShareName', 'shareName'], READ_ONLY],
  },
  vsphereVolume: {
    words: 'vSphereVolume (a Persistent Disk resource in vSphere)',
    fields: [['VolumePath', 'volumePath'], FS_TYPE, ['StoragePolicyName', 'storagePolicyName']],
  },
  cinder: {
    words: 'Cinder (a Persistent Disk resource in OpenStack)',
    fields: [['VolumeID', 'volumeID'], FS_TYPE, READ_ONLY, SECRET],
  },
};
