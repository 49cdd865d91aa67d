/** AWS owned accounts of one region that endpoint policies refer to. */
export interface AwsOwnedAccounts {
  /** Account of the JupyterLab and Code Editor images (SageMaker Distribution). */
  readonly sageMakerDistribution: string | undefined;
  /** Accounts of the images that jobs and endpoints pull. */
  readonly imageRegistries: readonly string[];
  /** Account of the bucket from which npm and Maven download CodeArtifact assets. pip does not need it. */
  readonly codeArtifactAssets: string | undefined;
}

type RegionAccounts = readonly [
  distribution: string | undefined,
  deepLearning: string,
  scikitLearnAndXgBoost: string,
  firstGenerationAlgorithms: string,
  packageAssets?: string,
];

/**
 * Account ids that AWS publishes region by region. Those of China and of GovCloud are from the Python package sagemaker-core 2.27.0
 * (Apache-2.0), which has no account of SageMaker Distribution there.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/notebooks-available-images.html
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg-ecr-paths/sagemaker-algo-docker-registry-paths.html
 * @see https://docs.aws.amazon.com/codeartifact/latest/ug/create-s3-gateway-endpoint.html
 */
const ACCOUNTS_BY_REGION: Readonly<Record<string, RegionAccounts>> = {
  "af-south-1": ["238384257742", "626614931356", "510948584623", "455444449433"],
  "ap-east-1": ["523751269255", "871362719292", "651117190479", "286214385809"],
  "ap-northeast-1": ["010972774902", "763104351884", "354813040037", "351501993468", "660291247815"],
  "ap-northeast-2": ["064688005998", "763104351884", "366743142698", "835164637446"],
  "ap-northeast-3": ["564864627153", "364406365360", "867004704886", "867004704886"],
  "ap-south-1": ["245090515133", "763104351884", "720646828776", "991648021394", "681137435769"],
  "ap-southeast-1": ["022667117163", "763104351884", "121021644041", "475088953585", "421485864821"],
  "ap-southeast-2": ["648430277019", "763104351884", "783357654285", "712309505854", "860415559748"],
  "ap-southeast-3": ["370607712162", "907027046896", "951798379941", "951798379941"],
  "ca-central-1": ["481561238223", "763104351884", "341280168497", "469771592824"],
  "cn-north-1": [undefined, "727897471807", "450853457545", "390948362332"],
  "cn-northwest-1": [undefined, "727897471807", "451049120500", "387376663083"],
  "eu-central-1": ["545423591354", "763104351884", "492215442770", "664544806723", "769407342218"],
  "eu-north-1": ["175620155138", "763104351884", "662702820516", "669576153137", "611884512288"],
  "eu-south-1": ["810671768855", "692866216735", "978288397137", "257386234256", "484130244270"],
  "eu-west-1": ["819792524951", "763104351884", "141502667606", "438346466558", "438097961670"],
  "eu-west-2": ["021081402939", "763104351884", "764974769150", "644912444149", "247805302724"],
  "eu-west-3": ["856416204555", "763104351884", "659782779980", "749696950732", "762466490029"],
  "me-central-1": ["358593528301", "914824155844", "272398656194", "272398656194"],
  "me-south-1": ["523774347010", "217643126080", "801668240914", "249704162688"],
  "sa-east-1": ["567556641782", "763104351884", "737474898029", "855470959533"],
  "us-east-1": ["885854791233", "763104351884", "683313688378", "382416733822", "193858265520"],
  "us-east-2": ["137914896644", "763104351884", "257758044811", "404615174143", "250872398865"],
  "us-gov-east-1": [undefined, "446045086412", "237065988967", "237065988967"],
  "us-gov-west-1": [undefined, "442386744353", "414596584902", "226302683700"],
  "us-west-1": ["053634841547", "763104351884", "746614075791", "632365934929"],
  "us-west-2": ["542918446943", "763104351884", "246618743249", "174872318107", "787052242323"],
};

/**
 * AWS owned accounts of a region. An unlisted region has none, so AWS's images are denied there.
 *
 * @param region region name as a literal
 */
export function awsOwnedAccounts(region: string): AwsOwnedAccounts {
  const row = ACCOUNTS_BY_REGION[region];
  if (row === undefined) {
    return { sageMakerDistribution: undefined, imageRegistries: [], codeArtifactAssets: undefined };
  }
  const [distribution, deepLearning, scikitLearnAndXgBoost, firstGenerationAlgorithms, packageAssets] = row;
  const images = [distribution, deepLearning, scikitLearnAndXgBoost, firstGenerationAlgorithms];
  return {
    sageMakerDistribution: distribution,
    imageRegistries: [...new Set(images.filter((account) => account !== undefined))],
    codeArtifactAssets: packageAssets,
  };
}
